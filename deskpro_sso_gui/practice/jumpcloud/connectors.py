"""The connectors ("application templates") of JumpCloud's catalogue, and their settings.

Keys and default values of ``saml2`` and ``aws-sso``: jumpcloud-api.md §3.1; positions and types:
§3.3. The content of JumpCloud's DeskPRO connector is not known. The one here is like the catalogue
connector that is known: placeholders to replace, and no say in how the user is named.
"""

import copy
from collections.abc import Mapping
from typing import Any, Final

import msgspec

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store

CERTIFICATE_KEY: Final = "idpCertificate"
PRIVATE_KEY_KEY: Final = "idpPrivateKey"
CUSTOM: Final = "saml2"
"""The connector for any service."""

NAME_ID_UNSPECIFIED: Final = "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"
_NAME_ID_FORMATS: Final = (
    NAME_ID_UNSPECIFIED,
    "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
    "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
)


class Setting(msgspec.Struct, frozen=True, kw_only=True):
    """What JumpCloud tells about a key of ``config``, apart from its value.

    Attributes:
        kind: JumpCloud's name of the kind of field.
        holds: the Python type of its values.
        label: the field's label in the Admin Portal.
        position: its place in the form.
        options: the values one can choose from; empty where any goes.
    """

    kind: str
    holds: type
    label: str
    position: int
    required: bool = False
    visible: bool = True
    options: tuple[str, ...] = ()


SETTINGS: Final[Mapping[str, Setting]] = {
    "idpEntityId": Setting(
        kind="text", holds=str, label="IdP Entity ID:", position=0, required=True
    ),
    PRIVATE_KEY_KEY: Setting(
        kind="file", holds=str, label="IdP Private Key:", position=1, required=True
    ),
    CERTIFICATE_KEY: Setting(
        kind="file", holds=str, label="IdP Certificate:", position=2, required=True
    ),
    "spEntityId": Setting(kind="text", holds=str, label="SP Entity ID:", position=3, required=True),
    "acsUrl": Setting(kind="text", holds=str, label="ACS URL:", position=4, required=True),
    "spCertificate": Setting(kind="file", holds=str, label="SP Certificate:", position=5),
    "subjectField": Setting(
        kind="select",
        holds=str,
        label="SAMLSubject NameID:",
        position=6,
        options=("email", "username", "firstname", "lastname", "description"),
    ),
    "overrideNameIdFormat": Setting(
        kind="select",
        holds=str,
        label="SAMLSubject NameID Format:",
        position=7,
        options=_NAME_ID_FORMATS,
    ),
    "constantAttributes": Setting(
        kind="constantAttributes", holds=list, label="Constant Attributes:", position=8
    ),
    "databaseAttributes": Setting(
        kind="databaseAttributes", holds=list, label="User Attribute Mapping:", position=9
    ),
    "includeGroups": Setting(kind="bool", holds=bool, label="include group attribute", position=10),
    "groupsAttributeName": Setting(
        kind="text", holds=str, label="Groups Attribute Name:", position=11
    ),
    "signatureAlgorithm": Setting(
        kind="select",
        holds=str,
        label="Signature Algorithm:",
        position=12,
        options=("RSA-SHA1", "RSA-SHA256"),
    ),
    "signAssertion": Setting(kind="bool", holds=bool, label="Sign Assertion", position=13),
    "signResponse": Setting(kind="bool", holds=bool, label="Sign Response", position=13),
    "defaultTargetUrl": Setting(kind="text", holds=str, label="Default RelayState:", position=14),
    "idpInitUrl": Setting(kind="text", holds=str, label="Login URL:", position=15),
    "declareRedirectEndpoint": Setting(
        kind="bool", holds=bool, label="Declare Redirect Endpoint", position=16
    ),
    "spErrorFlow": Setting(kind="bool", holds=bool, label="SP Error Flow", position=17),
}
"""Every setting that some connector has, by its key in ``config``."""

_SAML2_DEFAULTS: Final[Mapping[str, Any]] = {
    "idpEntityId": "",
    "spEntityId": "",
    "acsUrl": "https://YOUR_ACS_URL/",
    "subjectField": "email",
    "overrideNameIdFormat": NAME_ID_UNSPECIFIED,
    "signResponse": False,
    "signAssertion": True,
    "signatureAlgorithm": "RSA-SHA256",
    "includeGroups": False,
    "groupsAttributeName": "",
    "constantAttributes": [],
    "databaseAttributes": [],
    "defaultTargetUrl": "",
    "idpInitUrl": "",
    "declareRedirectEndpoint": False,
    "spCertificate": "",
    "spErrorFlow": False,
}
_DESKPRO_DEFAULTS: Final[Mapping[str, Any]] = {
    "idpEntityId": "https://YOURDOMAIN.deskpro.com",
    "spEntityId": "https://YOURDOMAIN.deskpro.com/saml/metadata/1.xml",
    "acsUrl": "https://YOURDOMAIN.deskpro.com/login/authenticate-callback/1",
    "constantAttributes": [],
    "databaseAttributes": [],
    "idpInitUrl": "",
    "declareRedirectEndpoint": False,
}
_AWS_DEFAULTS: Final[Mapping[str, Any]] = {
    "idpEntityId": "JumpCloud",
    "spEntityId": "https://YOUR_AWS_SSO_ISSUER_URL",
    "acsUrl": "https://YOUR_AWS_SSO_ACS_URL",
    "idpInitUrl": "https://YOUR_AWS_SSO_START_URL",
    "constantAttributes": [],
    "databaseAttributes": [],
}


class Connector(msgspec.Struct, frozen=True, kw_only=True):
    """A kind of application that can be made.

    Attributes:
        id: 24 hexadecimal digits, the same in every sandbox.
        name: what an application made from it has as its ``name``.
        display_name: what the catalogue calls it.
        sso_type: ``saml``, ``oidc`` or ``bookmark``.
        defaults: its settings, except certificate and key, with their default values.
    """

    id: str
    name: str
    display_name: str
    sso_type: str
    keywords: tuple[str, ...] = ()
    defaults: Mapping[str, Any]

    @property
    def is_saml(self) -> bool:
        """Whether its applications sign, and so have a certificate."""
        return self.sso_type == "saml"

    def default_values(self) -> dict[str, Any]:
        """Return the settings of a new application that nobody gave any."""
        return copy.deepcopy(dict(self.defaults))


_DESKPRO: Final = Connector(
    id="5d0000000000000000000001",
    name="deskpro",
    display_name="DeskPRO",
    sso_type="saml",
    keywords=("helpdesk", "tickets", "support"),
    defaults=_DESKPRO_DEFAULTS,
)
_CATALOGUE: Final = (
    Connector(
        id="5d0000000000000000000002",
        name="aws-sso",
        display_name="AWS IAM Identity Center",
        sso_type="saml",
        keywords=("amazon", "cloud"),
        defaults=_AWS_DEFAULTS,
    ),
    Connector(
        id="5d0000000000000000000003",
        name="bookmark",
        display_name="Bookmark",
        sso_type="bookmark",
        defaults={},
    ),
    _DESKPRO,
    Connector(
        id="5d0000000000000000000004",
        name="oidc",
        display_name="Custom OIDC App",
        sso_type="oidc",
        defaults={},
    ),
    Connector(
        id="5d0000000000000000000005",
        name="saml2",
        display_name="SAML2.0",
        sso_type="saml",
        keywords=("custom",),
        defaults=_SAML2_DEFAULTS,
    ),
)


def catalogue(store: Store) -> list[Connector]:
    """Return the connectors that can be chosen, by name."""
    return [
        _present(store, connector)
        for connector in _CATALOGUE
        if connector is not _DESKPRO or not store.has_fault(Fault.NO_DESKPRO_TEMPLATE)
    ]


def find(store: Store, name: str) -> Connector | None:
    """Return the connector ``name`` of those that can be chosen."""
    return next((each for each in catalogue(store) if each.name == name), None)


def reset_values(name: str, keys: Mapping[str, Any]) -> dict[str, Any]:
    """Return the default values of an existing application's settings.

    Args:
        name: its connector, also one that can no longer be chosen.
        keys: the settings it has.
    """
    own = next((each.defaults for each in _CATALOGUE if each.name == name), {})
    defaults = {**_SAML2_DEFAULTS, **own}
    return copy.deepcopy({key: defaults[key] for key in keys if key in defaults})


def config_entry(key: str, value: Any) -> dict[str, Any]:
    """Return an entry of ``config`` as the API shows it."""
    setting = SETTINGS[key]
    entry: dict[str, Any] = {
        "type": setting.kind,
        "label": setting.label,
        "value": value,
        "required": setting.required,
        "visible": setting.visible,
        "readOnly": False,
        "position": setting.position,
    }
    if setting.options:
        # The published description has a text and a number (CFG, `subjectField.options`).
        entry["options"] = [
            {"text": option, "value": number} for number, option in enumerate(setting.options)
        ]
    return entry


def connector_json(connector: Connector, origin: str) -> dict[str, Any]:
    """Return ``connector`` as ``/api/application-templates`` shows it."""
    config = {key: config_entry(key, value) for key, value in connector.defaults.items()}
    if connector.is_saml:
        config[PRIVATE_KEY_KEY] = config_entry(PRIVATE_KEY_KEY, "")
        config[CERTIFICATE_KEY] = config_entry(CERTIFICATE_KEY, "")
    return {
        "_id": connector.id,
        "id": connector.id,
        "active": True,
        "beta": False,
        "config": config,
        "displayLabel": connector.display_name,
        "displayName": connector.display_name,
        "isConfigured": False,
        "keywords": list(connector.keywords),
        "learnMore": "",
        "logo": {"url": ""},
        "name": connector.name,
        "sso": {"type": connector.sso_type, "beta": False, "hidden": False, "jit": False},
        "ssoUrl": f"{origin}/saml2/{connector.name}" if connector.is_saml else "",
        "test": "",
    }


def _present(store: Store, connector: Connector) -> Connector:
    if connector is _DESKPRO and store.has_fault(Fault.RICH_DESKPRO_TEMPLATE):
        return msgspec.structs.replace(connector, defaults={**_SAML2_DEFAULTS, **_DESKPRO_DEFAULTS})
    return connector
