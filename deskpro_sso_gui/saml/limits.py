"""How much is read before we refuse. Genuine documents are a few kilobytes."""

from typing import Final

MAX_CERTIFICATE_BYTES: Final = 256 * 1024
MAX_MESSAGE_BYTES: Final = 4 * 1024 * 1024
"""A sign-in message as it was given, with all its layers."""

MAX_XML_BYTES: Final = 1024 * 1024
"""A document to be parsed; also the most that is ever inflated."""

MAX_XML_DEPTH: Final = 64
MAX_SIGNATURES: Final = 8
"""Signatures looked at in one message; a genuine one has one or two."""

SNIFFED_BYTES: Final = 64 * 1024
"""How far into a large file we look to tell what it is."""

MAX_HOPS: Final = 4000
"""Requests of a recording that are looked at closely; a sign-in takes a dozen."""
