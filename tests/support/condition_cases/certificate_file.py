"""Documents that show conditions C1 to C13, and documents that nearly do."""

import base64
from typing import Final

from cryptography.hazmat.primitives.serialization import Encoding

from deskpro_sso_gui.diagnosis.finding import Level
from tests.support.certificate_files import (
    PICTURE,
    PRIVATE_KEYS,
    SIGN_IN_PAGE,
    authority,
    bare,
    bundle,
    key_store,
    pem,
    public_key,
    signing_request,
    web_server,
)
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import metadata_xml, signer, sp_metadata_xml


def _in_metadata(text: str) -> bytes:
    return metadata_xml().replace(bare().encode(), text.encode())


POSITIVE: Final[dict[str, Case]] = {
    **{
        f"private key: {name}": Case(
            "C1",
            # bound now, not when the loop has ended
            lambda make=make: (("certificate.pem", make()),),  # type: ignore[misc]
            variant="locked" if locked else "",
        )
        for name, (make, _, locked) in PRIVATE_KEYS.items()
    },
    "binary": Case("C2", lambda: (("certificate.cer", signer().der),)),
    "binary, named as text": Case("C2", lambda: (("certificate.pem", signer().der),)),
    "bundle of one": Case("C3", lambda: (("certificate.p7b", bundle()),)),
    "binary bundle with its chain": Case(
        "C3", lambda: (bundle(web_server(), signer(), encoding=Encoding.DER),)
    ),
    "bundle without a certificate": Case(
        "C3",
        lambda: (bytes.fromhex("300b06092a864886f70d010702"),),
        variant="unreadable",
    ),
    "key store": Case("C4", lambda: (("certificate.pfx", key_store()),)),
    "key store without a password": Case("C4", lambda: (key_store(locked=False),)),
    "signing request": Case("C5", lambda: (signing_request(),), variant="request"),
    "binary signing request": Case(
        "C5", lambda: (signing_request(Encoding.DER),), variant="request"
    ),
    "public key": Case("C5", lambda: (public_key(),), variant="public-key"),
    "two certificates": Case("C6", lambda: (pem() + signer("other").pem,)),
    "two certificates, one in the metadata": Case(
        "C6", lambda: (signer("other").pem + pem(), metadata_xml()), variant="published"
    ),
    "no labels": Case("C7", lambda: (bare().encode(),)),
    "no first line": Case("C7", lambda: (b"\n".join(pem().splitlines()[1:]),)),
    "no last line": Case("C7", lambda: (b"\n".join(pem().splitlines()[:-1]),)),
    "windows line ends": Case("C8", lambda: (pem().replace(b"\n", b"\r\n"),)),
    "old mac line ends": Case("C8", lambda: (pem().replace(b"\n", b"\r"),)),
    "byte order mark": Case("C8", lambda: (b"\xef\xbb\xbf" + pem(),)),
    "UTF-16": Case("C8", lambda: (pem().decode().encode("utf-16"),)),
    "blank line before": Case("C8", lambda: (b"\n" + pem(),)),
    "blank line after": Case("C8", lambda: (pem() + b"\n",)),
    "blanks at the ends of lines": Case("C8", lambda: (pem().replace(b"\n", b" \n"),)),
    "smart dashes": Case(
        "C8", lambda: (pem().replace(b"-----", "\N{EM DASH}\N{EN DASH}".encode()),)
    ),
    "XML's carriage returns": Case("C8", lambda: (pem().replace(b"\n", b"&#13;\n"),)),
    "one long line": Case(
        "C8",
        lambda: (f"-----BEGIN CERTIFICATE-----\n{bare()}\n-----END CERTIFICATE-----\n".encode(),),
    ),
    "text of a program around": Case(
        "C8",
        lambda: (b"Bag Attributes\n  localKeyID: 01\n" + pem(),),
        level=Level.WORTH_KNOWING,
        variant="text-around",
        headline=False,
    ),
    "odd characters in the metadata": Case(
        "C8", lambda: (_in_metadata("\N{ZERO WIDTH NO-BREAK SPACE}" + bare()),), variant="published"
    ),
    "cut off": Case("C9", lambda: (pem()[:700],)),
    "cut off with its last line": Case(
        "C9", lambda: (b"\n".join((*pem().splitlines()[:9], *pem().splitlines()[-1:])),)
    ),
    "binary, cut off": Case("C9", lambda: (signer().der[:-20],)),
    "bundle, cut off": Case("C9", lambda: (bundle(encoding=Encoding.DER)[:-20],)),
    "encoded twice": Case("C10", lambda: (base64.b64encode(pem()),)),
    "encoded twice in the metadata": Case(
        "C10",
        lambda: (_in_metadata(base64.b64encode(pem()).decode()),),
        variant="published",
    ),
    "page saved": Case("C11", lambda: (("certificate.pem", SIGN_IN_PAGE),), variant="titled"),
    "page without a title": Case("C11", lambda: (("certificate.pem", b"<html><body>no"),)),
    "metadata as certificate": Case(
        "C12", lambda: (("certificate.pem", metadata_xml()),), variant="metadata"
    ),
    "DeskPRO's metadata as certificate": Case(
        "C12", lambda: (("certificate.crt", sp_metadata_xml()),), variant="metadata"
    ),
    "certificate as metadata": Case(
        "C12", lambda: (("metadata.xml", pem()),), variant="certificate"
    ),
    "empty": Case("C13", lambda: (("certificate.pem", b""),), variant="empty"),
    "only blanks": Case("C13", lambda: (b"\xef\xbb\xbf \r\n",), variant="empty"),
    "unfinished": Case(
        "C13", lambda: (("certificate.pem.crdownload", pem()[:700]),), variant="unfinished"
    ),
    "unfinished and empty": Case(
        "C13", lambda: (("certificate.pem.part", b""),), variant="unfinished"
    ),
    "unfinished by name alone": Case(
        "C13",
        lambda: (("certificate.pem.part", pem()),),
        level=Level.WORTH_KNOWING,
        variant="whole",
        headline=False,
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "C1: the public half": Case("C1", lambda: (public_key(),)),
    "C1: a web key without its secret": Case("C1", lambda: (b'{"kty":"RSA","n":"d","e":"AQAB"}',)),
    "C1: the words in a text": Case("C1", lambda: (b"Never send a PRIVATE KEY to anybody.",)),
    "C2: text": Case("C2", lambda: (pem(),)),
    "C2: a binary bundle is another condition": Case(
        "C2", lambda: (bundle(encoding=Encoding.DER),)
    ),
    "C3: a single certificate": Case("C3", lambda: (pem(),)),
    "C3: a bundle that is cut off": Case("C3", lambda: (bundle(encoding=Encoding.DER)[:-20],)),
    "C4: a bundle without keys": Case("C4", lambda: (bundle(encoding=Encoding.DER),)),
    "C5: a certificate of version 1 begins like a request": Case("C5", lambda: (pem(),)),
    "C6: one certificate after a request": Case("C6", lambda: (signing_request() + pem(),)),
    "C7: both lines, the dashes are another condition": Case(
        "C7", lambda: (pem().replace(b"-----", "\N{EM DASH}".encode()),)
    ),
    "C8: clean": Case("C8", lambda: (pem(),)),
    "C8: without a line end at the end": Case("C8", lambda: (pem().rstrip(),)),
    "C8: bare base64 in one line": Case("C8", lambda: (bare().encode(),)),
    "C8: the metadata's lines are nobody's business": Case(
        "C8", lambda: (_in_metadata("\r\n    " + bare()[:64] + "\r\n    " + bare()[64:]),)
    ),
    "C9: whole, only the last line is missing": Case(
        "C9", lambda: (b"\n".join(pem().splitlines()[:-1]),)
    ),
    "C9: binary with more behind it": Case("C9", lambda: (signer().der + b"\n",)),
    "C10: encoded once": Case("C10", lambda: (bare().encode(),)),
    "C10: the metadata's usual encoding": Case("C10", lambda: (metadata_xml(),)),
    "C11: XML that is no page": Case("C11", lambda: (("certificate.pem", b"<note/>"),)),
    "C12: metadata in its place": Case("C12", lambda: (("metadata.xml", metadata_xml()),)),
    "C12: a certificate in its place": Case("C12", lambda: (("certificate.pem", pem()),)),
    "C12: no name": Case("C12", lambda: (metadata_xml(), pem())),
    "C13: a whole file": Case("C13", lambda: (("certificate.pem", pem()),)),
    "C13: a word of the name": Case("C13", lambda: (("download.part.pem", pem()),)),
    "C13: a picture": Case("C13", lambda: (PICTURE,)),
    "C6: a bundle is another condition": Case("C6", lambda: (bundle(signer(), authority()),)),
}
