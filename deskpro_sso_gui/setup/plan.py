"""The JumpCloud configuration we want, and its difference from what is there.

The settings come from reference/jumpcloud-api.md §3.2 (keys) and reference/deskpro.md §3.4 (what
DeskPRO expects).
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any, Final

import msgspec

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.facts import Application, ApplicationRequest, Config, Template

EMAIL_FORMAT: Final = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress"
CUSTOM_TEMPLATE: Final = "saml2"
DESKPRO_TEMPLATE: Final = "deskpro"

ATTRIBUTES: Final[tuple[tuple[str, str], ...]] = (
    ("name", "displayname"),
    ("email", "email"),
    ("first_name", "firstname"),
    ("last_name", "lastname"),
)
"""DeskPRO's attribute and JumpCloud's user field (reference/deskpro.md §3.4)."""

NEEDED_KEYS: Final = ("spEntityId", "acsUrl", "subjectField", "overrideNameIdFormat")
"""Settings without which nobody gets in, whatever the others are."""

SETTING_NAMES: Final[Mapping[str, str]] = {
    "active": N_("App switched on"),
    "idpEntityId": N_("JumpCloud's own name (IdP Entity ID)"),
    "spEntityId": N_("DeskPRO's name (SP Entity ID)"),
    "acsUrl": N_("Where people are sent after the sign-in (ACS URL)"),
    "subjectField": N_("Who it is (SAML Subject NameID)"),
    "overrideNameIdFormat": N_("Form of that name (SAML Subject NameID Format)"),
    "signAssertion": N_("Sign-in message signed (Sign Assertion)"),
    "signatureAlgorithm": N_("How it is signed (Signature Algorithm)"),
    "declareRedirectEndpoint": N_("DeskPRO may redirect here (Declare Redirect Endpoint)"),
    "databaseAttributes": N_("What DeskPRO learns of a person (User Attribute Mapping)"),
}
"""What a setting is called on screen; JumpCloud's own label stands in brackets."""


FIELD_NAMES: Final[Mapping[str, str]] = {
    "label": N_("Name in the portal (Display Label)"),
    "description": N_("Description"),
    "hidden": N_("Kept out of the portal"),
    "sso_url": N_("Address of the app (IdP URL)"),
    "logo_color": N_("Colour of the tile"),
    "idpCertificate": N_("Certificate (IdP Certificate)"),
}
"""What is called by a name besides the settings: the app's own fields."""

_CERTIFICATE_KEYS: Final = frozenset({"idpCertificate", "idpPrivateKey"})

CHANGES: Final = "changes"
FOUND: Final = "found"
FINGERPRINT: Final = "sha256"
"""What the journal calls the settings of a change with their former values, the digest of the
application it was made to, and the certificate that was there."""

_FIELDS: Final = (
    *("active", "label", "description", "hidden", "sso_url", "logo_color"),
    *("name", "display_name", "sso_type"),
)
"""Everything of an application that a PUT sends back, beside ``config``."""


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """One setting: what it is in JumpCloud now and what it should be.

    Attributes:
        setting: the key in JumpCloud's ``config``, or ``active``.
        now: as in JumpCloud, None where it is not set.
        wanted: as planned.
        available: False where this connector has no such setting.
    """

    setting: str
    now: Any
    wanted: Any
    available: bool = True

    @property
    def differs(self) -> bool:
        """Say whether there is something to write."""
        return self.available and self.now != self.wanted


def fits(template: Template) -> bool:
    """Say whether DeskPRO's values can be put into an application of ``template``."""
    return template.config.keys() >= set(NEEDED_KEYS)


def choose_template(templates: Sequence[Template]) -> Template | None:
    """Return the template to create from: DeskPRO's own where it is enough, else ``saml2``.

    Decided before the creation, since an application keeps its template (reference §3.5). For the
    same reason one that JumpCloud is giving up (``end_of_life``, ``end_of_support``) or still
    trying out (``beta``) is passed over: the custom one has all we need and stays.
    """
    saml = [template for template in templates if template.sso_type == "saml"]
    lasting = [template for template in saml if not template.status]
    named = [template for template in lasting if template.name == DESKPRO_TEMPLATE]
    alike = [template for template in lasting if _speaks_of_deskpro(template)]
    custom = [template for template in saml if template.name == CUSTOM_TEMPLATE]
    return next((each for each in (*named, *alike) if fits(each)), custom[0] if custom else None)


def _speaks_of_deskpro(template: Template) -> bool:
    words = (template.display_name, *template.keywords)
    return any(DESKPRO_TEMPLATE in word.lower() for word in words)


def wanted_config(*, idp_url: str, sp_entity_id: str = "", acs_url: str = "") -> dict[str, Any]:
    """Return the values we want by ``config`` key; DeskPRO's two are left out while unknown."""
    config: dict[str, Any] = {
        "idpEntityId": idp_url,
        "subjectField": "email",
        "overrideNameIdFormat": EMAIL_FORMAT,
        "signAssertion": True,
        "signatureAlgorithm": "RSA-SHA256",
        "declareRedirectEndpoint": True,
        "databaseAttributes": [{"name": name, "value": field} for name, field in ATTRIBUTES],
    }
    if sp_entity_id:
        config["spEntityId"] = sp_entity_id
    if acs_url:
        config["acsUrl"] = acs_url
    return config


def request(
    template: Template, *, label: str, idp_url: str, description: str, hidden: bool, color: str
) -> ApplicationRequest:
    """Return what to send to create the application; only keys that ``template`` has."""
    wanted = wanted_config(idp_url=idp_url)
    return ApplicationRequest(
        template=template.name,
        template_display_name=template.display_name,
        label=label,
        sso_url=idp_url,
        description=description,
        hidden=hidden,
        logo_color=color,
        config={key: value for key, value in wanted.items() if key in template.config},
    )


def lacking(application: Application) -> tuple[str, ...]:
    """Return the settings we want that the application's connector does not have."""
    settings = (setting for setting in SETTING_NAMES if setting != "active")
    return tuple(setting for setting in settings if setting not in application.config)


def differences(
    application: Application, *, sp_entity_id: str, acs_url: str
) -> tuple[Difference, ...]:
    """Compare an application with what we want of it, every setting in the order shown."""
    wanted = wanted_config(idp_url=application.sso_url, sp_entity_id=sp_entity_id, acs_url=acs_url)
    return (
        Difference(setting="active", now=application.active, wanted=True),
        *(
            _difference(application, setting, wanted[setting])
            for setting in SETTING_NAMES
            if setting in wanted
        ),
    )


def _difference(application: Application, setting: str, wanted: Any) -> Difference:
    if setting not in application.config:
        return Difference(setting=setting, now=None, wanted=wanted, available=False)
    now = application.setting(setting)
    if setting == "databaseAttributes":
        now = merged_attributes((), now if isinstance(now, list) else ())
        wanted = merged_attributes(now, wanted)
    return Difference(setting=setting, now=now, wanted=wanted)


def merged_attributes(present: Any, wanted: Any) -> list[dict[str, Any]]:
    """Return attribute rows with ours set and the admin's own kept, in a stable order.

    Rows are ``{"name", "value"}``: the attribute DeskPRO gets and the field of JumpCloud's user.
    What else JumpCloud keeps in a row (``isCustomAttribute`` and the like) stays in it.
    """
    rows = {row["name"]: dict(row) for row in present}
    for row in wanted:
        rows[row["name"]] = {**rows.get(row["name"], {}), **row}
    return list(rows.values())


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """Something that is another than it was when the admin looked.

    Attributes:
        setting: a field of the application or a key of its ``config``.
        was: then; None where it was not there.
        now: now; None where it is gone.
    """

    setting: str
    was: Any
    now: Any


def moved(before: Application, after: Application) -> tuple[Moved, ...]:
    """Return what differs between two looks at an application, in all of it.

    Also what we never touch: it is sent back as it was read, which would undo somebody's change.
    """
    fields = [
        Moved(setting=name, was=getattr(before, name), now=getattr(after, name))
        for name in _FIELDS
        if getattr(before, name) != getattr(after, name)
    ]
    keys = [
        key
        for key in {**before.config, **after.config}
        if before.config.get(key) != after.config.get(key)
    ]
    return (
        *fields,
        *(Moved(setting=key, was=before.setting(key), now=after.setting(key)) for key in keys),
    )


def told(moves: Sequence[Moved]) -> str:
    """Return what moved as a problem's value, which ``texts`` puts into words.

    A line for each: its key, a tab, and what it is now as JSON.
    """
    return "\n".join(f"{each.setting}\t{msgspec.json.encode(each.now).decode()}" for each in moves)


def digest(application: Application) -> str:
    """Return a fingerprint of what can be changed in an application, to notice that it was.

    Without its picture and its certificate, which have ways of their own; and a setting that is
    not set is none, however JumpCloud's answers put that.
    """
    fields = [getattr(application, name) for name in _FIELDS if name != "logo_color"]
    found = {
        key: application.setting(key) for key in application.config if key not in _CERTIFICATE_KEYS
    }
    values = {key: value for key, value in found.items() if value not in (None, "", [])}
    return sha256(msgspec.json.encode([fields, values], order="deterministic")).hexdigest()


def is_set(application: Application, setting: str, value: Any) -> bool:
    """Say whether ``setting`` of the application is ``value``, as far as that was ours to say.

    In rows of attributes JumpCloud keeps more than name and value.
    """
    return is_same(setting, value_of(application, setting), value)


def is_same(setting: str, one: Any, other: Any) -> bool:
    """Say whether two values of ``setting`` mean the same, as ``is_set``."""
    if setting == "databaseAttributes":
        return _pairs(one) == _pairs(other)
    return bool(one == other)


def _pairs(rows: Any) -> frozenset[tuple[str, str]]:
    listed = rows if isinstance(rows, list | tuple) else ()
    return frozenset((str(row.get("name")), str(row.get("value"))) for row in listed)


def value_of(application: Application, setting: str) -> Any:
    """Return a setting exactly as JumpCloud has it, to be put back one day."""
    return application.active if setting == "active" else application.setting(setting)


def without_certificate(config: Config) -> Config:
    """Return ``config`` without certificate and key: JumpCloud makes new ones (reference §3.5).

    An empty certificate is answered with 503, and the key always comes back empty (§3.6).
    """
    return {key: entry for key, entry in config.items() if key not in _CERTIFICATE_KEYS}


def merged(application: Application, changes: Sequence[Difference]) -> tuple[bool, Config]:
    """Return ``active`` and the whole ``config`` with ``changes`` in it, all else as it came.

    The certificate stays in it as it was read: a config without it makes JumpCloud create a new
    one (reference §3.5).
    """
    config = dict(application.config)
    active = application.active
    for change in changes:
        if not change.differs:
            continue
        if change.setting == "active":
            active = bool(change.wanted)
        else:
            config[change.setting] = {**config[change.setting], "value": change.wanted}
    return active, config
