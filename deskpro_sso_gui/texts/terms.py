"""The glossary: what each technical word means, in a sentence or two.

``words`` are how the pages and the consoles write it. They find a term in a console's label, which
is in no language, and let a test see that no page uses a word that it does not explain.
"""

import re
from collections.abc import Iterator, Mapping
from enum import StrEnum, unique
from typing import Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.texts.language import t


@unique
class Term(StrEnum):
    """A word that not everybody knows."""

    SINGLE_SIGN_ON = "single-sign-on"
    SAML = "saml"
    ORGANISATION = "organisation"
    API_KEY = "api-key"
    SERVICE_ACCOUNT = "service-account"
    KEYRING = "keyring"
    PORTAL = "portal"
    TILE = "tile"
    CONNECTOR = "connector"
    IDP_URL = "idp-url"
    ACS_URL = "acs-url"
    ENTITY_ID = "entity-id"
    CERTIFICATE = "certificate"
    FINGERPRINT = "fingerprint"
    METADATA = "metadata"
    SLO_URL = "slo-url"
    NAME_ID_FORMAT = "name-id-format"
    LOGIN_BUTTON = "login-button"
    SSO_METHOD = "sso-method"
    SIGNED_REQUEST = "signed-request"
    USER_GROUP = "user-group"
    ACCESS = "access"
    RECORDING = "recording"


class TermWords(msgspec.Struct, frozen=True, kw_only=True):
    """A term's name and meaning, both marked for translation, and how it is written."""

    name: str
    text: str
    words: tuple[str, ...]


TERMS: Final[Mapping[Term, TermWords]] = {
    Term.SINGLE_SIGN_ON: TermWords(
        name=N_("Single sign-on (SSO)"),
        text=N_(
            "People sign in once, to JumpCloud, and other programs such as DeskPRO believe it. "
            "They need no password of their own in DeskPRO."
        ),
        words=("single sign-on", "SSO Applications", "Auth & SSO"),
    ),
    Term.SAML: TermWords(
        name=N_("SAML"),
        text=N_(
            "The language in which JumpCloud tells DeskPRO who has signed in: a signed message "
            "that the browser carries across. You need not read it."
        ),
        words=("SAML",),
    ),
    Term.ORGANISATION: TermWords(
        name=N_("Organisation"),
        text=N_(
            "Your company as JumpCloud knows it, with its people, groups and apps. One key can "
            "belong to several."
        ),
        words=("organisation",),
    ),
    Term.API_KEY: TermWords(
        name=N_("API key"),
        text=N_(
            "A long password for programs. With it this program does in JumpCloud what its owner "
            "may do there, so it is kept as safe as a password."
        ),
        words=("API key",),
    ),
    Term.SERVICE_ACCOUNT: TermWords(
        name=N_("Service account"),
        text=N_(
            "An account in JumpCloud that belongs to a program, not to a person. Its key can be "
            "taken away without disturbing anybody."
        ),
        words=("service account", "Client ID", "Client Secret"),
    ),
    Term.KEYRING: TermWords(
        name=N_("Keyring"),
        text=N_(
            "The place where your computer keeps passwords, locked with your own. This program "
            "keeps keys there and nowhere else."
        ),
        words=("keyring",),
    ),
    Term.PORTAL: TermWords(
        name=N_("User portal"),
        text=N_(
            "The page of JumpCloud on which people see what they may open, one tile for each "
            "program."
        ),
        words=("portal",),
    ),
    Term.TILE: TermWords(
        name=N_("Tile"),
        text=N_(
            "The small picture with a name in JumpCloud's user portal. A click on it signs in."
        ),
        words=("tile",),
    ),
    Term.CONNECTOR: TermWords(
        name=N_("Connector"),
        text=N_("JumpCloud's ready-made form for a certain program, here for DeskPRO."),
        words=("connector",),
    ),
    Term.IDP_URL: TermWords(
        name=N_("IdP URL (Single Sign On URL)"),
        text=N_(
            "The address at JumpCloud to which DeskPRO sends people to sign in. IdP stands for "
            "identity provider, which is JumpCloud."
        ),
        words=("IdP URL", "Single Sign On URL", "Single Sign-On URL"),
    ),
    Term.ACS_URL: TermWords(
        name=N_("Consumer Service URL (ACS URL)"),
        text=N_(
            "The address at DeskPRO to which people come back after the sign-in, with JumpCloud's "
            "message about who they are."
        ),
        words=("ACS", "Consumer Service URL"),
    ),
    Term.ENTITY_ID: TermWords(
        name=N_("Entity ID"),
        text=N_(
            "The name by which JumpCloud and DeskPRO know each other. It looks like an address, "
            "but it is only compared, letter by letter."
        ),
        words=("Entity ID", "EntityID"),
    ),
    Term.CERTIFICATE: TermWords(
        name=N_("Certificate"),
        text=N_(
            "A public stamp by which DeskPRO sees that a message is really JumpCloud's. It is no "
            "secret, but it has to be the right one, and it runs out one day."
        ),
        words=("certificate",),
    ),
    Term.FINGERPRINT: TermWords(
        name=N_("Fingerprint"),
        text=N_(
            "A short row of letters and digits made from a certificate. Two certificates with the "
            "same fingerprint are the same one."
        ),
        words=("fingerprint", "SHA-256", "SHA-1"),
    ),
    Term.METADATA: TermWords(
        name=N_("Metadata"),
        text=N_(
            "A short public document in which JumpCloud describes itself for DeskPRO: its name, "
            "its address and its certificate. It holds no secret."
        ),
        words=("metadata",),
    ),
    Term.SLO_URL: TermWords(
        name=N_("Single Log Off URL"),
        text=N_(
            "Where people land when they sign off from DeskPRO. JumpCloud does not sign them off "
            "everywhere, so this is just its portal."
        ),
        words=("Single Log Off", "SLO"),
    ),
    Term.NAME_ID_FORMAT: TermWords(
        name=N_("Name ID Format"),
        text=N_(
            "By what JumpCloud names a person to DeskPRO. Here it is the e-mail address, so that "
            "DeskPRO finds the account with the same one."
        ),
        words=("Name ID", "NameID"),
    ),
    Term.LOGIN_BUTTON: TermWords(
        name=N_("Login Button Text"),
        text=N_("What stands on the extra button of DeskPRO's sign-in form."),
        words=("Login Button Text",),
    ),
    Term.SSO_METHOD: TermWords(
        name=N_("SSO Method"),
        text=N_(
            "Disabled: DeskPRO keeps its own sign-in form and adds a button for JumpCloud. "
            "Automatic: DeskPRO sends everybody to JumpCloud at once, and its own form is gone."
        ),
        words=("SSO Method", "Automatic"),
    ),
    Term.SIGNED_REQUEST: TermWords(
        name=N_("Sign Authentication Request"),
        text=N_(
            "DeskPRO could sign its question to JumpCloud, too. JumpCloud does not have DeskPRO's "
            "key and does not ask for it, so it stays off."
        ),
        words=("Sign Authentication Request",),
    ),
    Term.USER_GROUP: TermWords(
        name=N_("User group"),
        text=N_(
            "A list of people in JumpCloud, such as a team. Whoever is put into it later gets what "
            "the group has, too."
        ),
        words=("user group", "groups"),
    ),
    Term.ACCESS: TermWords(
        name=N_("Access"),
        text=N_(
            "In JumpCloud a group is bound to an app: then the people in it may use the app, and "
            "see its tile. Nobody else can."
        ),
        words=("access",),
    ),
    Term.RECORDING: TermWords(
        name=N_("Recording (HAR file)"),
        text=N_(
            "A file in which the browser wrote down the pages of a sign-in. It shows where a "
            "sign-in failed. It can hold passwords: this program reads it here and sends it "
            "nowhere."
        ),
        words=("recording", "recorded", "HAR"),
    ),
}


_ANOTHER_PORTAL: Final = "Admin Portal"
"""Where administrators work; it is not the one with the tiles."""


def term_name(term: Term) -> str:
    """Return what ``term`` is called."""
    return t(TERMS[term].name)


def term_text(term: Term) -> str:
    """Return what ``term`` means."""
    return t(TERMS[term].text)


def terms_in(text: str) -> Iterator[Term]:
    """Yield the terms that ``text``, a console's label or English, is written with."""
    text = text.replace(_ANOTHER_PORTAL, "")
    for term, known in TERMS.items():
        if any(_PATTERNS[word].search(text) for word in known.words):
            yield term


def console_term(label: str) -> Term | None:
    """Return the term that a console's ``label`` is about: the one with the longest word in it."""
    found = [
        (len(word), term)
        for term, known in TERMS.items()
        for word in known.words
        if _PATTERNS[word].search(label)
    ]
    return max(found)[1] if found else None


def _pattern(word: str) -> re.Pattern[str]:
    # an abbreviation is written in capitals, a word may begin with one
    flags = re.NOFLAG if word.isupper() else re.IGNORECASE
    return re.compile(rf"\b{re.escape(word)}\b", flags)


_PATTERNS: Final = {word: _pattern(word) for known in TERMS.values() for word in known.words}
