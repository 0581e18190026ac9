"""DeskPRO: what it says without a login, its admin screens, and its side of the sign-in."""
