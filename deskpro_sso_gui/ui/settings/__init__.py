"""The settings of the program: one card each, beside each other's, none knowing another."""
