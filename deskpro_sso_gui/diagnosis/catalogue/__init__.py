"""The conditions, each with how sure it makes us, whose side it is, and its words, by group."""
