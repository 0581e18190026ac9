"""A set-up record as a document to file: HTML, Markdown, JSON and plain text.

Pure: the record and a moment go in, text comes out. ``facts`` words each fact once, and the
documents only lay it out, so that they can't disagree. A record holds no secret, so neither do
they.
"""
