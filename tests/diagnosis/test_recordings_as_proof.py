"""What a recording has to show before it proves that DeskPRO let somebody in."""

import json
from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from deskpro_sso_gui.diagnosis.recorded_proof import (
    Doubt,
    RecordedSignIn,
    doubt_about,
    recorded_sign_in,
)
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.setup.facts import Interface
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.setup.values import Value
from tests.diagnosis.test_recordings_of_firefox import FOLDER
from tests.support.captures import (
    CONSOLE,
    DESKPRO,
    LOGIN_FORM,
    Step,
    answered_xml,
    changed,
    har,
    message_form,
    posting_page,
    sanitised,
    signed_in,
    tracer,
)
from tests.support.judged import evidence_of
from tests.support.saml_documents import (
    ACS_URL,
    EMAIL,
    IDP_URL,
    ISSUED_AT,
    SP_ENTITY_ID,
    assertion_xml,
    request_xml,
    response_xml,
    signer,
    wrap,
)
from tests.support.sandbox_recordings import Recorder, expected, sign_in, visiting

SESSION = "dp_session=secret-session-value"
IN = "dp_agent=another-secret"


def wanted(**other: Any) -> dict[str, Any]:
    return {
        "sp_entity_id": SP_ENTITY_ID,
        "acs_url": ACS_URL,
        "idp_url": IDP_URL,
        "idp_entity_id": IDP_URL,
        "email": EMAIL,
        "certificate": read_certificate(signer().pem),
    } | other


def from_deskpro(response: bytes | None = None, **other: Any) -> list[Step]:
    """Return a sign-in from DeskPRO's button that ends signed in."""
    steps = signed_in(response, **other)
    steps = changed(steps, other.get("acs_url", ACS_URL), set_cookies=(f"{IN}; Path=/",))
    return [*steps[:-1], replace(steps[-1], cookies=f"{SESSION}; {IN}")]


def from_portal(response: bytes | None = None) -> list[Step]:
    """Return a sign-in that begins with the tile in JumpCloud's portal."""
    xml = response_xml() if response is None else response
    return [
        Step("GET", f"{CONSOLE}/userconsole/", body="<h1>Applications</h1>", at=-5),
        Step("GET", IDP_URL, body=posting_page(xml), at=0),
        Step(
            "POST",
            ACS_URL,
            302,
            form=message_form(xml),
            location="/agent/",
            set_cookies=(f"{IN}; Path=/",),
            at=1,
        ),
        Step("GET", f"{DESKPRO}/agent/", body="<h1>Tickets</h1>", cookies=IN, at=2),
    ]


def looked_at(data: bytes, **other: Any) -> RecordedSignIn:
    found = recorded_sign_in(evidence_of(data, **wanted(**other)))
    assert found is not None
    return found


def doubt(
    steps: Sequence[Step] | bytes,
    flow: Flow = Flow.FROM_DESKPRO,
    *,
    since: datetime = ISSUED_AT,
    interface: Interface = Interface.AGENTS,
    **other: Any,
) -> Doubt | None:
    data = steps if isinstance(steps, bytes) else har(steps)
    return doubt_about(looked_at(data, **other), flow=flow, interface=interface, since=since)


def test_a_whole_sign_in_of_each_way_proves_that_way_and_not_the_other() -> None:
    assert doubt(from_deskpro()) is None
    assert doubt(from_deskpro(), Flow.AFTER_SWITCH) is None
    assert doubt(from_deskpro(), Flow.FROM_JUMPCLOUD) is Doubt.NOT_FROM_JUMPCLOUD
    assert doubt(from_portal(), Flow.FROM_JUMPCLOUD) is None
    assert doubt(from_portal()) is Doubt.NOT_FROM_DESKPRO
    assert doubt(from_portal(), Flow.AFTER_SWITCH) is Doubt.NOT_FROM_DESKPRO


def test_saml_tracer_s_export_proves_as_much() -> None:
    assert doubt(tracer(from_deskpro())) is None
    assert doubt(tracer(from_deskpro(), masked=True)) is Doubt.HIDDEN


def test_what_was_before_the_start_proves_nothing() -> None:
    assert doubt(from_deskpro(), since=ISSUED_AT + timedelta(seconds=2)) is Doubt.TOO_EARLY
    timeless = json.loads(har(from_deskpro()))
    for entry in timeless["log"]["entries"]:
        entry["startedDateTime"] = ""
        headers = entry["response"]["headers"]
        entry["response"]["headers"] = [one for one in headers if one["name"] != "date"]
    assert doubt(json.dumps(timeless).encode()) is Doubt.NO_TIME


@pytest.mark.parametrize(
    ("other", "value"),
    [
        ({"sp_entity_id": f"{SP_ENTITY_ID}x"}, Value.SP_ENTITY_ID),
        ({"acs_url": ACS_URL.replace("/3", "/4")}, Value.ACS_URL),
        ({"acs_url": ACS_URL.replace("https", "http")}, Value.ACS_URL),
        ({"idp_url": IDP_URL.upper()}, Value.IDP_URL),
        ({"idp_entity_id": "JumpCloud"}, Value.IDP_ENTITY_ID),
        ({"idp_entity_id": None}, Value.IDP_ENTITY_ID),
    ],
)
def test_with_another_value_than_todays_it_proves_nothing(
    other: dict[str, Any], value: Value
) -> None:
    found = looked_at(har(from_deskpro()), **other)
    assert Doubt.OTHER_VALUES in found.doubts
    assert value in found.differing


@pytest.mark.parametrize(
    ("steps", "value"),
    [
        (from_deskpro(request=request_xml(issuer="deskpro")), Value.SP_ENTITY_ID),
        (from_deskpro(request=request_xml(acs_url=f"{ACS_URL}/")), Value.ACS_URL),
        (from_deskpro(request=request_xml(destination=f"{IDP_URL}-old")), Value.IDP_URL),
        (from_deskpro(answered_xml(audience="deskpro")), Value.SP_ENTITY_ID),
        (from_deskpro(answered_xml(audience=None)), Value.SP_ENTITY_ID),
        (from_deskpro(answered_xml(recipient=f"{ACS_URL}0")), Value.ACS_URL),
        (from_deskpro(answered_xml(issuer="jumpcloud")), Value.IDP_ENTITY_ID),
    ],
)
def test_each_side_has_to_use_exactly_todays_values(steps: list[Step], value: Value) -> None:
    found = looked_at(har(steps))
    assert found.doubts[:1] == (Doubt.OTHER_VALUES,)
    assert found.differing == (value,)


def test_the_certificate_that_deskpro_was_given_has_to_verify_the_one_assertion() -> None:
    other = read_certificate(signer("other").pem)
    assert doubt(from_deskpro(), certificate=other) is Doubt.SIGNATURE
    assert doubt(from_deskpro(), certificate=None) is Doubt.SIGNATURE
    unsigned = wrap(assertion_xml(signature=False), in_response_to="_request")
    assert doubt(from_deskpro(unsigned)) is Doubt.SIGNATURE
    touched = answered_xml().replace(b">Ann<", b">Eve<")
    assert doubt(from_deskpro(touched)) is Doubt.SIGNATURE


def test_it_has_to_be_the_testers_own_sign_in() -> None:
    assert doubt(from_deskpro(), email="ben@acme.example") is Doubt.OTHER_PERSON
    assert doubt(from_deskpro(), email=EMAIL.upper()) is None
    assert doubt(from_deskpro(), email=None) is Doubt.OTHER_PERSON
    status = {"status": "urn:oasis:names:tc:SAML:2.0:status:Responder"}
    assert doubt(from_deskpro(answered_xml(wrapped=status))) is Doubt.REFUSED


def test_into_a_session_that_was_there_it_proves_nothing() -> None:
    # the browser has been at DeskPRO before the recording began
    known = changed(from_deskpro(), f"{DESKPRO}/agent/login", cookies="")
    known[0] = replace(known[0], cookies=SESSION)
    assert doubt(known) is Doubt.BROUGHT_COOKIES
    at_portal = from_portal()
    at_portal[2] = replace(at_portal[2], cookies=SESSION)
    assert doubt(at_portal, Flow.FROM_JUMPCLOUD) is Doubt.BROUGHT_COOKIES
    # a cookie that the browser keeps from a post of another site (SameSite=Lax) shows one later
    lax = from_portal()
    lax[3] = replace(lax[3], cookies=f"{SESSION}; {IN}")
    assert doubt(lax, Flow.FROM_JUMPCLOUD) is Doubt.BROUGHT_COOKIES


def test_a_page_that_only_shows_to_somebody_signed_in_proves_nothing() -> None:
    home = Step("GET", f"{DESKPRO}/agent/", body="<h1>Tickets</h1>", at=-25)
    assert doubt([home, *from_deskpro()]) is Doubt.WAS_SIGNED_IN
    assert doubt([home, *from_portal()], Flow.FROM_JUMPCLOUD) is Doubt.WAS_SIGNED_IN
    # the newer screens are a script that strangers get too
    script = replace(home, url=f"{DESKPRO}/app", set_cookies=("dp_session=x",))
    assert doubt([script, *from_deskpro()]) is None


def test_without_cookies_only_deskpros_sign_in_page_tells_that_nobody_was_known() -> None:
    assert doubt(sanitised(har(from_deskpro()))) is None
    no_form = [step for step in from_deskpro() if LOGIN_FORM not in step.body or step.at > -10]
    assert doubt(sanitised(har(no_form))) is Doubt.COOKIES_UNKNOWN
    portal = sanitised(har(from_portal()))
    assert doubt(portal, Flow.FROM_JUMPCLOUD) is Doubt.COOKIES_UNKNOWN
    # with Automatic there is no form: DeskPRO leads away from its first page
    automatic = [
        Step("GET", f"{DESKPRO}/agent/", 303, location=f"{DESKPRO}/agent/login", at=-15),
        *no_form,
    ]
    assert doubt(sanitised(har(automatic)), Flow.AFTER_SWITCH) is None


def test_it_has_to_end_signed_in_at_deskpro() -> None:
    assert doubt(changed(from_deskpro(), ACS_URL, status=403, location="")) is Doubt.NOT_IN
    assert doubt(from_deskpro()[:-1]) is Doubt.NOT_IN
    back = changed(from_deskpro(), f"{DESKPRO}/agent/", body=LOGIN_FORM)
    assert doubt(back) is Doubt.NOT_IN
    unknown = changed(from_deskpro(), f"{DESKPRO}/agent/", cookies="")
    assert doubt(unknown) is Doubt.NOT_IN
    api = Step("GET", f"{DESKPRO}/api/v2/me", 401, mime="application/json", at=3)
    assert doubt([*from_deskpro(), api]) is Doubt.NOT_IN
    elsewhere = changed(from_deskpro(), f"{DESKPRO}/agent/", url="https://old.deskpro.com/agent/")
    assert doubt(elsewhere) is Doubt.NOT_IN


def test_the_newer_screens_prove_nothing_before_deskpro_says_who_is_there() -> None:
    # strangers get this page too, whatever the sign-in came to
    script = changed(from_deskpro(), f"{DESKPRO}/agent/", url=f"{DESKPRO}/app")
    assert doubt(script) is Doubt.NOT_IN
    me = Step("GET", f"{DESKPRO}/api/v2/me", mime="application/json", body="{}", at=3)
    assert doubt([*script, me]) is None
    elsewhere = replace(me, url="https://old.deskpro.com/api/v2/me")
    assert doubt([*script, elsewhere]) is Doubt.NOT_IN
    assert doubt([*script, replace(me, status=401)]) is Doubt.NOT_IN


def test_an_agents_sign_in_has_to_end_on_agents_pages() -> None:
    centre = changed(from_deskpro(), f"{DESKPRO}/agent/", url=f"{DESKPRO}/")
    assert doubt(centre) is Doubt.OTHER_SIDE
    assert doubt(centre, interface=Interface.USERS) is None


def test_a_recording_without_a_sign_in_says_so() -> None:
    assert doubt(from_deskpro()[:5]) is Doubt.NO_SIGN_IN
    assert doubt(sanitised(har(from_deskpro()), message=True)) in {Doubt.NO_SIGN_IN, Doubt.HIDDEN}
    assert recorded_sign_in(evidence_of(signer().pem, **wanted())) is None


def test_the_sign_in_that_firefox_recorded_proves_it() -> None:
    values = json.loads((FOLDER / "good.json").read_text())
    values["certificate"] = read_certificate((FOLDER / "certificate.pem").read_bytes())
    found = looked_at((FOLDER / "good.har").read_bytes(), idp_entity_id=values["idp_url"], **values)
    assert found.doubts == ()
    assert found.answers_request
    assert found.ended_at.endswith("/agent/")


async def test_the_sandboxs_own_sign_ins_prove_it_once_and_not_again() -> None:
    async with visiting() as (sandbox, visitor):
        since = datetime.now(UTC)
        certificate = read_certificate(sandbox.source.certificate_pem.encode())
        values = expected(sandbox) | {
            "certificate": certificate,
            "idp_entity_id": sandbox.application.sso_url,
            "email": "ann@acme.example",
        }
        await sign_in(sandbox, visitor, "ann")
        assert doubt(visitor.steps, since=since, **values) is None
        # the same browser again: it is known already
        first = len(visitor.steps)
        await visitor.open(f"{sandbox.jumpcloud}/saml2/deskpro")
        await visitor.send("answer")
        again = visitor.steps[first:]
        assert doubt(again, Flow.FROM_JUMPCLOUD, since=since, **values) is Doubt.BROUGHT_COOKIES
        async with Recorder() as other:
            await other.open(f"{sandbox.jumpcloud}/saml2/deskpro")
            await other.sign_in("ann")
            await other.send("answer")
            assert doubt(other.steps, Flow.FROM_JUMPCLOUD, since=since, **values) is None
