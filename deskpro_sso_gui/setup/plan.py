"""The JumpCloud configuration we want, and its difference from what is there.

The settings come from reference/jumpcloud-api.md §3.2 (keys) and reference/deskpro.md §3.4 (what
DeskPRO expects).
"""

from collections.abc import Mapping, Sequence
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
