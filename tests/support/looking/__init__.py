"""Looks at a window as a person, or a screen reader, would: what is cut off, pale, or nameless."""
