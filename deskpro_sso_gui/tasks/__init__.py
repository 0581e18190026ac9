"""What the admin can make happen: asynchronous functions that know no Qt.

The window, ``apply`` and the tests run the same ones. After each thing that became true a task
commits it, so that what succeeded before a failure is kept.
"""
