"""JumpCloud's administration: its API, its sign-in events and a plain admin page."""
