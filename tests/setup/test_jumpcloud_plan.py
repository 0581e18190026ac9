from typing import Any

import pytest

from deskpro_sso_gui.setup.facts import Application, Template
from deskpro_sso_gui.setup.plan import (
    EMAIL_FORMAT,
    SETTING_NAMES,
    choose_template,
    differences,
    fits,
    merged,
    request,
    wanted_config,
)

IDP_URL = "https://sso.jumpcloud.com/saml2/deskpro"
SP = {"sp_entity_id": "https://acme.example/saml/3", "acs_url": "https://acme.example/saml/3/acs"}
KEYS = ("idpEntityId", "spEntityId", "acsUrl", "subjectField", "overrideNameIdFormat")
ALL_KEYS = [key for key in SETTING_NAMES if key != "active"]


def template(name: str, keys: tuple[str, ...] | list[str] = KEYS, **values: Any) -> Template:
    config = {key: {"value": ""} for key in keys}
    named = {"display_name": name, "sso_type": "saml", **values}
    return Template(id=name, name=name, config=config, **named)


def application(config: dict[str, Any], *, active: bool = False) -> Application:
    return Application(
        id="1", name="saml2", label="DeskPRO", sso_url=IDP_URL, active=active, config=config
    )


def test_what_is_wanted_is_what_deskpro_needs() -> None:
    assert wanted_config(idp_url=IDP_URL, **SP) == {
        "idpEntityId": IDP_URL,
        "spEntityId": SP["sp_entity_id"],
        "acsUrl": SP["acs_url"],
        "subjectField": "email",
        "overrideNameIdFormat": "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
        "signAssertion": True,
        "signatureAlgorithm": "RSA-SHA256",
        "declareRedirectEndpoint": True,
        "databaseAttributes": [
            {"name": "name", "value": "displayname"},
            {"name": "email", "value": "email"},
            {"name": "first_name", "value": "firstname"},
            {"name": "last_name", "value": "lastname"},
        ],
    }


def test_deskpros_own_template_is_preferred_where_it_is_enough() -> None:
    chosen = choose_template([template("saml2"), template("other"), template("deskpro")])
    assert chosen is not None
    assert chosen.name == "deskpro"


@pytest.mark.parametrize(
    "missing", ["spEntityId", "acsUrl", "subjectField", "overrideNameIdFormat"]
)
def test_the_custom_template_is_used_where_deskpros_lacks_what_is_needed(missing: str) -> None:
    poor = template("deskpro", [key for key in KEYS if key != missing])
    assert not fits(poor)
    chosen = choose_template([poor, template("saml2")])
    assert chosen is not None
    assert chosen.name == "saml2"


def test_a_template_that_speaks_of_deskpro_under_another_name_is_found() -> None:
    renamed = template("helpdesk-7", display_name="DeskPRO Agents")
    assert choose_template([template("saml2"), renamed]) is renamed


@pytest.mark.parametrize("status", ["end_of_life", "end_of_support", "beta"])
def test_a_template_that_may_not_last_is_passed_over(status: str) -> None:
    marked = template("deskpro", status=status)
    custom = template("saml2")
    assert choose_template([marked, custom]) is custom
    renamed = template("helpdesk-7", display_name="DeskPRO Agents")
    assert choose_template([marked, renamed, custom]) is renamed
    assert choose_template([marked, template("saml2", status=status)])


def test_a_template_with_deskpro_among_its_keywords_is_found() -> None:
    known = template("helpdesk-7", keywords=("help desk", "Deskpro"))
    assert choose_template([template("saml2"), known]) is known


def test_a_template_of_another_kind_of_sign_in_is_never_chosen() -> None:
    assert choose_template([template("deskpro", sso_type="oidc")]) is None
    assert choose_template([]) is None


def test_only_settings_the_template_has_are_sent_and_no_certificate() -> None:
    sent = request(
        template("saml2", [*KEYS, "idpCertificate"]),
        label="DeskPRO",
        idp_url=IDP_URL,
        description="",
        hidden=False,
        color="",
    )
    assert sent.config == {
        "idpEntityId": IDP_URL,
        "subjectField": "email",
        "overrideNameIdFormat": EMAIL_FORMAT,
    }


def test_a_setting_the_connector_does_not_have_is_said_and_not_written() -> None:
    found = {each.setting: each for each in differences(application({}), **SP)}
    assert not found["signatureAlgorithm"].available
    assert not found["signatureAlgorithm"].differs
    assert found["active"].differs


def test_a_comparison_names_every_setting_in_the_order_shown() -> None:
    found = differences(application({key: {"value": ""} for key in ALL_KEYS}), **SP)
    assert [each.setting for each in found] == list(SETTING_NAMES)


def test_after_the_changes_nothing_differs_and_everything_else_is_as_it_came() -> None:
    config: dict[str, Any] = {key: {"value": "", "position": 7} for key in ALL_KEYS}
    config["databaseAttributes"] = {"value": []}
    config["idpCertificate"] = {"value": "the certificate"}
    config["something new"] = {"value": 1, "label": "kept"}
    before = application(config)
    active, after = merged(before, differences(before, **SP))
    assert active
    assert not any(
        each.differs for each in differences(application(dict(after), active=True), **SP)
    )
    assert after["idpCertificate"] == {"value": "the certificate"}
    assert after["something new"] == {"value": 1, "label": "kept"}
    assert after["acsUrl"] == {"value": SP["acs_url"], "position": 7}
    assert before.config["acsUrl"] == {"value": "", "position": 7}


def test_the_admins_own_attributes_are_kept_whole() -> None:
    own = {"name": "floor", "value": "customFloor", "isCustomAttribute": True, "tempId": "4"}
    ours = {"name": "email", "value": "username", "mutable": True}
    before = application({"databaseAttributes": {"value": [own, ours]}})
    _, after = merged(before, differences(before, **SP))
    rows = after["databaseAttributes"]["value"]
    assert rows[:2] == [own, {"name": "email", "value": "email", "mutable": True}]
    assert {row["name"] for row in rows[2:]} == {"name", "first_name", "last_name"}
    assert len(rows) == 5
