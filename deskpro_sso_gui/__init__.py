"""DeskPRO SSO Assistant: connects JumpCloud single sign-on to a DeskPRO helpdesk."""

__version__ = "0.1.0"
