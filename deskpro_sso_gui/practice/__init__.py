"""The sandbox: JumpCloud and DeskPRO on this computer, over real HTTP and with real signatures.

It shares no code with the clients it is tried with, so that a misreading of a product cannot hide
by being on both sides.
"""
