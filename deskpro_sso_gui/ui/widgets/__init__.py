"""The parts pages are made of. Each has an accessible name and works by keyboard.

They show text as it is given: words come from ``texts`` at the caller's, values are plain text.
"""
