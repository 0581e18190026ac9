"""The commands that need no window, one module each: arguments in, exit code out."""
