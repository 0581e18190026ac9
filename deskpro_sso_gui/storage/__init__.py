"""What is kept on disk: set-ups, drafts, journals and settings. Private, atomic, never a secret."""
