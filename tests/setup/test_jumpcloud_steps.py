"""What an admin without a key is told to do is what the program would do itself."""

import pytest

from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.instructions import OPEN_STEP, Step
from deskpro_sso_gui.setup.jumpcloud_steps import (
    FIELDS,
    access_steps,
    application_steps,
    certificate_steps,
    metadata_way,
    sso_steps,
)
from deskpro_sso_gui.setup.parts import Connector, PortalLabels

IDP_URL = "https://sso.jumpcloud.com/saml2/deskpro"
SP, ACS = "https://acme.deskpro.com/saml/metadata/3.xml", "https://acme.deskpro.com/acs/3"


def sso(
    labels: PortalLabels = PortalLabels.NEW, connector: Connector = Connector.CUSTOM
) -> tuple[Step, ...]:
    return sso_steps(
        labels, connector, label="Help desk", idp_url=IDP_URL, sp_entity_id=SP, acs_url=ACS
    )


def every(labels: PortalLabels) -> list[tuple[Step, ...]]:
    return [
        application_steps(labels, Connector.CUSTOM, label="Help desk", suffix="deskpro"),
        sso(labels),
        certificate_steps(labels, label="Help desk"),
        access_steps(labels, label="Help desk"),
    ]


@pytest.mark.parametrize(
    ("labels", "area"), [(PortalLabels.NEW, "Access"), (PortalLabels.OLD, "USER AUTHENTICATION")]
)
def test_the_way_is_told_in_the_words_of_the_portal(labels: PortalLabels, area: str) -> None:
    ways = [step.path for steps in every(labels) for step in steps if step.name == "place"]
    assert len(ways) == 4
    assert all(way[:2] == (area, "SSO Applications") for way in ways)
    assert metadata_way(labels, label="")[0] == area


def test_every_page_begins_with_opening_the_portal_and_names_no_step_twice() -> None:
    for steps in every(PortalLabels.NEW):
        names = [step.name for step in steps]
        assert names[0] == OPEN_STEP
        assert len(set(names)) == len(names)


def test_the_settings_are_those_the_program_would_write() -> None:
    wanted = plan.wanted_config(idp_url=IDP_URL, sp_entity_id=SP, acs_url=ACS)
    assert FIELDS.keys() | {"databaseAttributes"} == wanted.keys()
    told = {step.name: step for step in sso()}
    for key, field in FIELDS.items():
        step = told[key]
        assert field.label in (step.label, *step.path)
        if wanted[key] is not True:
            assert str(wanted[key]) in (step.value, *step.path)
    rows = [(row["name"], row["value"]) for row in wanted["databaseAttributes"]]
    assert [step.path for step in sso() if step.name.startswith("attribute-")] == rows


def test_labels_that_nobody_documents_are_told_as_uncertain() -> None:
    steps = application_steps(PortalLabels.NEW, Connector.CUSTOM, label="x", suffix="y")
    assert {step.label for step in (*steps, *sso()) if not step.certain} == {
        "Custom SAML App",
        "User Attribute Mapping",
    }


def test_the_entry_for_deskpro_is_found_by_its_name_and_may_lack_fields() -> None:
    steps = application_steps(PortalLabels.NEW, Connector.DESKPRO, label="x", suffix="y")
    told = {step.name: step for step in steps}
    assert told["search"].value == told["entry"].label == "DeskPRO"
    lacking = {step.name for step in sso(connector=Connector.DESKPRO) if step.note}
    assert lacking == {
        "subjectField",
        "overrideNameIdFormat",
        "signatureAlgorithm",
        "signAssertion",
    }
    assert not any(step.note for step in sso())
