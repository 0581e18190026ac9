"""Bytes to facts: certificates, metadata and sign-in messages. Pure functions of values.

``facts`` and ``faults`` hold the types and cost next to nothing to import. The reading modules
import cryptography, lxml and signxml, so import those late. Nothing here opens a file or a
connection, and nothing here judges: that is what ``diagnosis`` is for.
"""
