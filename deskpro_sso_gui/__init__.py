"""DeskPRO SSO Assistant: connects JumpCloud single sign-on to a DeskPRO helpdesk."""

PROGRAM = "DeskPRO SSO Assistant"
"""What the program is called, in every language."""

__version__ = "0.1.0"
