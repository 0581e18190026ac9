"""Taking the layers off a sign-in message, from a whole address down to its XML.

The layers are those of SAML bindings §3.4 (URL, deflated, base64) and §3.5 (form field, base64),
and what people copy: with or without the field's name, URL-encoded once more, with blanks where
a plus was.
"""

import re
import zlib
from typing import Final
from urllib.parse import unquote

from deskpro_sso_gui.saml.facts import DecodedMessage, DecodeStep
from deskpro_sso_gui.saml.faults import MessageError, MessageFault
from deskpro_sso_gui.saml.limits import MAX_MESSAGE_BYTES, MAX_XML_BYTES
from deskpro_sso_gui.saml.text import from_base64, plain_text, without_blanks

_MAX_LAYERS: Final = 8
_PARAMETER: Final = re.compile(r"(?:^|[?&#;\s\"'])SAML(?:Request|Response)=([^&#\"'<>]*)")
_ESCAPE: Final = re.compile(r"%[0-9A-Fa-f]{2}")
_INNER_BLANKS: Final = re.compile(r"(?<=\S) +(?=\S)")
_RAW_DEFLATE: Final = -zlib.MAX_WBITS


def decode_message(data: bytes) -> DecodedMessage:
    """Take off every layer until XML appears.

    Args:
        data: raw XML, base64, deflated base64, any of these URL-encoded, a form body or address
            with ``SAMLRequest=`` or ``SAMLResponse=``.

    Raises:
        MessageError: empty, larger than the limits (a compressed message too), or no message.
    """
    if len(data) > MAX_MESSAGE_BYTES:
        raise MessageError(MessageFault.TOO_LARGE)
    steps: list[DecodeStep] = []
    current: bytes | str = data
    for _ in range(_MAX_LAYERS):
        if isinstance(current, bytes):
            if _starts_as_markup(current):
                return DecodedMessage(xml=current.strip(), steps=tuple(steps))
            inflated = _inflate(current) if steps else None
            if inflated is not None:
                current, step = inflated
                steps.append(step)
                continue
            plain = plain_text(current)
            if plain.utf_16:
                steps.append(DecodeStep.UTF_16)
            current = plain.text
        text = current.strip().strip("\0")
        if not text:
            raise MessageError(MessageFault.EMPTY)
        current = _peel(text, steps)
    raise MessageError(MessageFault.NOT_DECODABLE)


def _starts_as_markup(data: bytes) -> bool:
    return data.lstrip(b"\xef\xbb\xbf\x00 \t\r\n").startswith(b"<") and b"\x00" not in data[:4]


def _peel(text: str, steps: list[DecodeStep]) -> bytes | str:
    """Take one layer off ``text`` and note it in ``steps``."""
    if text.startswith("<"):
        return text.encode()
    # the plain look-ups first: they are far quicker on a large text that has none
    parameter = _PARAMETER.search(text) if "SAMLRe" in text else None
    if parameter:
        steps.append(DecodeStep.PARAMETER)
        return parameter[1]
    if "%" in text and _ESCAPE.search(text):
        steps.append(DecodeStep.URL_ENCODED)
        return unquote(text, errors="replace")
    if decoded := _unblanked(text, steps):
        return decoded
    raise MessageError(MessageFault.NOT_DECODABLE)


def _unblanked(text: str, steps: list[DecodeStep]) -> bytes | None:
    """Decode base64; single blanks inside a line stand where a plus was."""
    one_line = "\n" not in text and "\r" not in text
    if one_line and _INNER_BLANKS.search(text):
        decoded = from_base64(text.replace(" ", "+"))
        if decoded:
            steps += (DecodeStep.BLANKS_TO_PLUS, DecodeStep.BASE64)
            return decoded
    decoded = from_base64(without_blanks(text))
    if decoded:
        steps.append(DecodeStep.BASE64)
    return decoded


def _inflate(data: bytes) -> tuple[bytes, DecodeStep] | None:
    """Undo raw deflate (bindings §3.4.4.1), or zlib's, which some senders use by mistake."""
    for window, step in ((_RAW_DEFLATE, DecodeStep.DEFLATE), (zlib.MAX_WBITS, DecodeStep.ZLIB)):
        engine = zlib.decompressobj(window)
        try:
            inflated = engine.decompress(data, MAX_XML_BYTES + 1)
        except zlib.error:
            continue
        if len(inflated) > MAX_XML_BYTES:
            raise MessageError(MessageFault.TOO_LARGE)
        if engine.eof and inflated:
            return inflated, step
    return None
