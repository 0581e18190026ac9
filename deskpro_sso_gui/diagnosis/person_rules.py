"""Rules over the person in a sign-in message: S21 to S25."""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Final

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.evidence import Evidence, ResponseEvidence
from deskpro_sso_gui.diagnosis.finding import Finding, Level
from deskpro_sso_gui.saml.facts import Assertion, Attribute
from deskpro_sso_gui.saml.names import FORMAT_EMAIL, FORMATS_UNSPECIFIED

EMAIL: Final = "email"
FIRST_NAME: Final = "first_name"
LAST_NAME: Final = "last_name"
"""What DeskPRO calls the attributes it reads (reference/deskpro.md §3.4)."""

_EMAIL_ADDRESS: Final = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_OTHER_NAMES: Final = {
    EMAIL: frozenset({"email", "mail", "emailaddress", "useremail"}),
    FIRST_NAME: frozenset({"firstname", "givenname", "fname"}),
    LAST_NAME: frozenset({"lastname", "surname", "familyname", "sn", "lname"}),
}
"""What others call them, in small letters without marks; also as the end of a longer name."""

_GROUPS: Final = frozenset({"groups", "group", "memberof", "membership"})


def name_of_person(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S21: the NameID is missing, empty, no e-mail address, or said to be something else."""
    for assertion in evidence.response.assertions:
        name, form = assertion.name_id, assertion.name_id_format
        if name is None:
            yield found("S21", variant="missing")
        elif not name.strip():
            yield found("S21", variant="empty")
        elif not _is_email(assertion):
            yield found("S21", variant="not-email", level=Level.LIKELY, saw=name)
        elif form in FORMATS_UNSPECIFIED:
            yield found(
                "S21",
                variant="unspecified",
                level=Level.WORTH_KNOWING,
                saw=form,
                expected=FORMAT_EMAIL,
            )
        elif form and form != FORMAT_EMAIL:
            yield found(
                "S21", variant="format", level=Level.LIKELY, saw=form, expected=FORMAT_EMAIL
            )


def _is_email(assertion: Assertion) -> bool:
    return _EMAIL_ADDRESS.fullmatch((assertion.name_id or "").strip()) is not None


def email_attribute(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S22: the e-mail address among the attributes. What did arrive is always shown."""
    for assertion in evidence.response.assertions:
        named = [one for one in assertion.attributes if one.name == EMAIL]
        alike = _other_spelling(assertion, EMAIL)
        arrived = _arrived(assertion.attributes)
        if named:
            yield from _email_values(named, arrived)
        elif alike is not None:
            yield found("S22", variant="misspelt", saw=alike, expected=EMAIL, arrived=arrived)
        else:
            yield found(
                "S22",
                variant="missing",
                level=Level.WORTH_KNOWING if _is_email(assertion) else None,
                expected=EMAIL,
                arrived=arrived,
            )


def _email_values(named: list[Attribute], arrived: str) -> Iterator[Finding]:
    values = [value for one in named for value in one.values]
    if len(named) > 1:
        yield found("S22", variant="duplicate", saw=EMAIL, count=str(len(named)), arrived=arrived)
    elif len(values) > 1:
        yield found("S22", variant="several", saw=EMAIL, count=str(len(values)), arrived=arrived)
    elif not any(value.strip() for value in values):
        yield found("S22", variant="empty", saw=EMAIL, arrived=arrived)
    elif any(_has_blank_around(value) for value in values):
        yield found("S22", variant="blanks", saw=EMAIL)


def _has_blank_around(value: str) -> bool:
    # blanks with a line end among them are a pretty-printer's
    return value != value.strip() and "\n" not in value


def names_of_person(evidence: ResponseEvidence, _all: Evidence) -> Iterator[Finding]:
    """S23: first and last name among the attributes."""
    for assertion in evidence.response.assertions:
        present = {one.name for one in assertion.attributes}
        missing = [name for name in (FIRST_NAME, LAST_NAME) if name not in present]
        if not missing:
            continue
        arrived = _arrived(assertion.attributes)
        alike = {name: _other_spelling(assertion, name) for name in missing}
        misspelt = next((name for name in missing if alike[name] is not None), None)
        level = Level.WORTH_KNOWING if _is_email(assertion) else None
        if misspelt is not None:
            yield found(
                "S23",
                variant="misspelt",
                level=level,
                saw=alike[misspelt] or "",
                expected=misspelt,
                arrived=arrived,
            )
        else:
            yield found("S23", level=level, expected=", ".join(missing), arrived=arrived)


def _other_spelling(assertion: Assertion, name: str) -> str | None:
    """Return an attribute that means ``name`` but is called otherwise."""
    known = _OTHER_NAMES[name]
    return next((one.name for one in assertion.attributes if _bare(one.name) in known), None)


def _bare(name: str) -> str:
    """Drop what names of the same meaning differ in: a prefix, capitals and marks."""
    last = re.split(r"[/:]", name)[-1]
    return re.sub(r"[\W_]", "", last).lower()


def _arrived(attributes: Iterable[Attribute]) -> str:
    return ", ".join(dict.fromkeys(one.name for one in attributes)) or "-"


def other_person(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S24: the e-mail address is not that of the account in DeskPRO."""
    email = everything.expectations.email
    for assertion in evidence.response.assertions:
        if email is not None and assertion.name_id and assertion.name_id != email:
            yield found("S24", saw=assertion.name_id, expected=email)


def groups(evidence: ResponseEvidence, everything: Evidence) -> Iterator[Finding]:
    """S25: the groups are told twice or empty, or DeskPRO asks for them and they are missing."""
    wanted = [
        name
        for provider in everything.sp_metadata
        for name in provider.requested_attributes
        if _bare(name) in _GROUPS
    ]
    for assertion in evidence.response.assertions:
        told = [one for one in assertion.attributes if _bare(one.name) in _GROUPS]
        counts = Counter(one.name for one in told)
        for name, count in counts.items():
            if count > 1:
                yield found("S25", variant="duplicate", saw=name, count=str(count))
        if told and not any(value.strip() for one in told for value in one.values):
            yield found("S25", variant="empty", saw=told[0].name)
        missing = [name for name in wanted if name not in counts]
        if missing:
            yield found(
                "S25",
                variant="missing",
                expected=missing[0],
                arrived=_arrived(assertion.attributes),
            )
