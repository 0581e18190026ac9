"""Every row of reference/jumpcloud-api.md §1.5 and §10: how a server behaves, and what is told.

§1.5 are the shapes of JumpCloud's errors: a server answers so, and the client's call ends in the
Problem, or in none. §10 is what admins meet: where it shows itself in a call it is a Problem, else
it is the finding that the diagnosis makes of what the sandbox's servers really sent.
"""

import re
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from deskpro_sso_gui.credentials import Secret
from deskpro_sso_gui.diagnosis.evidence import Evidence
from deskpro_sso_gui.diagnosis.expectations import Baseline
from deskpro_sso_gui.jumpcloud.client import JumpCloud
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.jumpcloud.public import public_metadata
from deskpro_sso_gui.net import Request
from deskpro_sso_gui.net.transport import Http
from deskpro_sso_gui.practice import keys
from deskpro_sso_gui.practice.deskpro.addresses import entity_id
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.problems import PROBLEM_TEXTS, ProblemCode, ProblemError
from deskpro_sso_gui.saml.certificate import read_certificate
from deskpro_sso_gui.setup.facts import Application, ApplicationRequest
from deskpro_sso_gui.ui.pages.blocks.trial_failure import JUMPCLOUD_SAYS
from tests.support.captures import har
from tests.support.http_server import Answer, TalkingServer, talking
from tests.support.judged import evidence_of, judged
from tests.support.sandbox_recordings import Recorder, expected, sign_in, visiting
from tests.support.signin_sandbox import (
    SignInSandbox,
    Visitor,
    other_pair,
    private_key,
    signing_pair,
)

REFERENCE = Path(__file__).resolve().parents[2].parent / "shared/reference/jumpcloud-api.md"

pytestmark = pytest.mark.usefixtures("no_waiting")


# §1.5 Error shapes

REQUEST = ApplicationRequest(
    template="saml2",
    template_display_name="SAML2.0",
    label="DeskPRO",
    sso_url="https://sso.jumpcloud.com/saml2/deskpro",
)
APPLICATION = Application(
    id="6710c0ffee0123456789abcd", name="saml2", label="DeskPRO", sso_url="", sso_type="saml"
)
BLOCKED = "Your IP has been blocked due to suspected abuse."
PAGE = {"content-type": "text/html"}
Call = Callable[[JumpCloud], Awaitable[Any]]

ORGANIZATIONS: Call = lambda client: client.organizations()  # noqa: E731 - names of a table
GROUPS: Call = lambda client: client.groups()  # noqa: E731 - as above
CREATE: Call = lambda client: client.create_application(REQUEST)  # noqa: E731 - as above
CREATE_GROUP: Call = lambda client: client.create_group("x")  # noqa: E731 - as above
UPDATE: Call = lambda client: client.update_application(APPLICATION, active=True, config={})  # noqa: E731 - as above
READ: Call = lambda client: client.application("x")  # noqa: E731 - as above
READ_GROUP: Call = lambda client: client.group("x")  # noqa: E731 - as above
BIND: Call = lambda client: client.bind("a", ["g"])  # noqa: E731 - as above
UNBIND: Call = lambda client: client.unbind("a", ["g"])  # noqa: E731 - as above


@dataclass(frozen=True)
class Shape:
    """A server that gives ``answer`` to ``call``: the problem told, None where it is a success.

    ``status`` and ``body`` name the row of §1.5.
    """

    status: str
    body: str
    answer: Answer
    call: Call
    told: ProblemCode | None
    values: dict[str, str] = field(default_factory=dict)


def second_version(status: int, told: ProblemCode, call: Call = READ_GROUP) -> Shape:
    body = {"code": 3, "message": "told by v2", "status": "INVALID_ARGUMENT", "details": [{}]}
    row = "Error {code:int, message:string, status:string}; 400 v2 = ErrorDetails"
    return Shape("400/401/403/404/409/500", row, Answer(status, body), call, told)


NO_KEY = {"error": "Unauthorized", "message": "Unauthorized: api key user not found"}
NO_ORGANIZATION = {"message": "Unauthorized: no organization selected"}
NO_URL = {"status": 400, "error": "The IdP URL is required"}
OIDC = {"status": 400, "error": "ssoUrl is not allowed for OIDC apps"}
NO_GROUP = {"error": "INVALID_ARGUMENT", "message": "user_group not found"}
NOT_FOUND = {"message": "Not Found"}
ALREADY = {"message": "Already Exists"}
P = ProblemCode

SHAPES = [
    Shape("401", "api key user not found", Answer(401, NO_KEY), ORGANIZATIONS, P.KEY_NOT_ACCEPTED),
    Shape(
        "401",
        "no organization selected",
        Answer(401, NO_ORGANIZATION),
        GROUPS,
        P.ORGANIZATION_NOT_CHOSEN,
    ),
    Shape(
        "400",
        "The IdP URL is required",
        Answer(400, NO_URL),
        CREATE,
        P.REQUEST_REFUSED,
        {"detail": "The IdP URL is required", "status": "400"},
    ),
    Shape(
        "400",
        "The IdP URL is required",
        Answer(400, NO_URL),
        UPDATE,
        P.REQUEST_REFUSED,
        {"detail": "The IdP URL is required", "status": "400"},
    ),
    Shape(
        "400",
        "ssoUrl is not allowed for OIDC apps",
        Answer(400, OIDC),
        UPDATE,
        P.REQUEST_REFUSED,
        {"detail": "ssoUrl is not allowed for OIDC apps"},
    ),
    Shape(
        "400",
        "user_group not found",
        Answer(400, NO_GROUP),
        BIND,
        P.REQUEST_REFUSED,
        {"detail": "user_group not found"},
    ),
    Shape("404", "Not Found", Answer(404, NOT_FOUND), READ, P.NOT_FOUND, {"what": "the app"}),
    Shape("404", "Not Found", Answer(404, NOT_FOUND), READ_GROUP, P.NOT_FOUND),
    Shape("404", "Not Found", Answer(404, NOT_FOUND), UNBIND, None),
    Shape("409", "Already Exists", Answer(409, ALREADY), BIND, None),
    second_version(400, P.REQUEST_REFUSED, CREATE_GROUP),
    second_version(401, P.KEY_NOT_ACCEPTED),
    second_version(403, P.NOT_PERMITTED),
    second_version(404, P.NOT_FOUND),
    second_version(409, P.ALREADY_THERE, CREATE_GROUP),
    second_version(500, P.SERVER_FAILED),
    Shape("503", "–", Answer(503), CREATE, P.SERVER_FAILED, {"status": "503"}),  # noqa: RUF001 - the reference's
    Shape("403", BLOCKED, Answer(403, BLOCKED), ORGANIZATIONS, P.ADDRESS_BLOCKED),
    Shape(
        "403",
        BLOCKED,
        Answer(403, f"<html><body><p>{BLOCKED}</p></body></html>", PAGE),
        ORGANIZATIONS,
        P.ADDRESS_BLOCKED,
    ),
]


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: f"{shape.status} {shape.body[:24]}")
async def test_an_answer_of_this_shape_is_told_so(
    jumpcloud: JumpCloud, server: TalkingServer, shape: Shape
) -> None:
    server.always(shape.answer)
    if shape.told is None:
        await shape.call(jumpcloud)
    else:
        with pytest.raises(ProblemError) as error:
            await shape.call(jumpcloud)
        problem = error.value.problem
        assert problem.code is shape.told
        assert shape.values.items() <= problem.values.items()
        words = PROBLEM_TEXTS[problem.code]
        (words.title + words.advice).format(**problem.values)  # the words find all they name
    wrote = any(seen.method != "GET" for seen in server.seen)
    assert len(server.seen) == 1 or not wrote, "what writes is never sent again"


# §10 What goes wrong for admins

Scene = Callable[[], Awaitable[set[str]]]
"""Has a server behave so, and returns what is told: a headline, a problem, an event's meaning."""


def recording(
    change: Callable[[SignInSandbox], object] = lambda _: None,
    *,
    visit: Callable[[SignInSandbox, Recorder], Awaitable[object]] | None = None,
    knows: Callable[[SignInSandbox], dict[str, Any]] = lambda _: {},
    documents: Callable[[SignInSandbox], Awaitable[tuple[bytes, ...]]] | None = None,
    **values: Any,
) -> Scene:
    """Have JumpCloud or DeskPRO changed, somebody signing in, and the recording judged."""

    async def scene() -> set[str]:
        async with visiting(**values) as (sandbox, visitor):
            known = expected(sandbox) | knows(sandbox)
            change(sandbox)
            await (visit(sandbox, visitor) if visit else sign_in(sandbox, visitor, "ann"))
            more = await documents(sandbox) if documents else ()
            judgement = judged(har(visitor.steps), *more, **known)
            said = {each.error_message for each in await events(sandbox)} - {""}
        assert said <= JUMPCLOUD_SAYS.keys(), "each of JumpCloud's words is explained"
        wrong = {finding.condition for finding in judgement.findings if finding.is_wrong}
        return said | wrong

    return scene


async def events(sandbox: SignInSandbox) -> tuple[Any, ...]:
    async with calling(sandbox) as client:
        return await client.sign_ins(datetime.now(UTC) - timedelta(hours=1))


class calling:  # noqa: N801 - it reads as a function
    """The client of the sandbox's JumpCloud, with its administrator's key."""

    def __init__(self, sandbox: SignInSandbox, key: str = "") -> None:
        self._http = Http()
        self.client = JumpCloud(
            self._http,
            Endpoints.for_loopback(sandbox.jumpcloud),
            ApiKey(Secret(key or sandbox.store.world.administrator.api_key)),
        )

    async def __aenter__(self) -> JumpCloud:
        return self.client

    async def __aexit__(self, *_: object) -> None:
        await self._http.aclose()


def asking(
    call: Callable[[SignInSandbox, JumpCloud, Http], Awaitable[object]],
    *,
    change: Callable[[SignInSandbox], object] = lambda _: None,
    **values: Any,
) -> Scene:
    """Have the sandbox changed, and the client ask it: the problem is what is told."""

    async def scene() -> set[str]:
        async with visiting(**values) as (sandbox, _):
            held = calling(sandbox)
            change(sandbox)
            async with held as client:
                with pytest.raises(ProblemError) as error:
                    await call(sandbox, client, held._http)
        return {error.value.problem.code}

    return scene


def document(
    read: Callable[[SignInSandbox, JumpCloud], Awaitable[tuple[bytes, dict[str, Any]]]],
    **values: Any,
) -> Scene:
    """Have a document read from the sandbox, and judged."""

    async def scene() -> set[str]:
        async with visiting(**values) as (sandbox, _), calling(sandbox) as client:
            content, known = await read(sandbox, client)
        judgement = judged(content, present=datetime.now(UTC), **known)
        return {finding.condition for finding in judgement.findings}

    return scene


def unbind(sandbox: SignInSandbox) -> None:
    sandbox.application.group_ids = []


def other_issuer(sandbox: SignInSandbox) -> None:
    sandbox.application.values["idpEntityId"] = sandbox.application.sso_url.upper()


def other_audience(sandbox: SignInSandbox) -> None:
    sandbox.application.values["spEntityId"] = "https://acme.deskpro.com/saml/metadata/9.xml"


def other_acs(sandbox: SignInSandbox) -> None:
    right = str(sandbox.application.values["acsUrl"])
    sandbox.application.values["acsUrl"] = f"{right.rpartition('/')[0]}/7"


def new_certificate(sandbox: SignInSandbox) -> None:
    pair = other_pair()
    sandbox.application.certificate_pem = pair.certificate_pem
    sandbox.application.certificate_value = pair.certificate_value
    sandbox.application.private_key_pem = pair.private_key_pem


def uploaded(_: SignInSandbox) -> dict[str, Any]:
    return {"certificate": read_certificate(signing_pair().certificate_pem.encode())}


def inactive(sandbox: SignInSandbox) -> None:
    sandbox.application.active = False


def wrong_suffix(sandbox: SignInSandbox) -> None:
    sandbox.source.single_sign_on_url = f"{sandbox.jumpcloud}/saml2/deskpr0"


def new_key(sandbox: SignInSandbox) -> None:
    sandbox.store.world.administrator.api_key = "jca_" + "n" * 36


async def deskpro_metadata(sandbox: SignInSandbox) -> tuple[bytes, ...]:
    async with Visitor() as visitor:
        document = (await visitor.open(entity_id(sandbox.deskpro, sandbox.source))).content
    return (document,)


async def nonsense(sandbox: SignInSandbox, visitor: Recorder) -> None:
    await visitor.open(f"{sandbox.application.sso_url}?SAMLRequest=nonsense")


async def expired(sandbox: SignInSandbox, client: JumpCloud) -> tuple[bytes, dict[str, Any]]:
    long_ago = datetime(2019, 1, 1, tzinfo=UTC)
    pair = keys.certify(private_key(), organization="Acme Inc", now=long_ago)
    sandbox.application.certificate_pem = pair.certificate_pem
    sandbox.application.certificate_value = pair.certificate_value
    found = await client.application(sandbox.application.id)
    return str(found.setting("idpCertificate")).encode(), {}


async def metadata(sandbox: SignInSandbox, client: JumpCloud) -> tuple[bytes, dict[str, Any]]:
    content = await client.metadata(sandbox.store.world.organization.id, sandbox.application.id)
    return content, {"idp_url": sandbox.application.sso_url}


async def regenerated(sandbox: SignInSandbox, client: JumpCloud) -> tuple[bytes, dict[str, Any]]:
    """Edit the application as a careless program does: the certificate is not sent back."""
    before, _ = await metadata(sandbox, client)
    evidence: Evidence = evidence_of(before)
    (seen,) = evidence.idp_metadata
    baseline = Baseline(
        entity_id=seen.entity_id,
        certificates=tuple(each.sha256 for each in seen.certificates),
        locations=tuple(each.location for each in seen.sso),
    )
    found = await client.application(sandbox.application.id)
    config = {name: value for name, value in found.config.items() if name != "idpCertificate"}
    await client.update_application(found, active=True, config=config)
    after, _ = await metadata(sandbox, client)
    return after, {"baseline": baseline}


async def schemeless(sandbox: SignInSandbox, client: JumpCloud) -> tuple[bytes, dict[str, Any]]:
    whole = sandbox.application.sso_url
    sandbox.application.values["idpEntityId"] = whole.partition("://")[2]
    content, _ = await metadata(sandbox, client)
    return content, {"idp_entity_id": whole}


async def old_saml() -> set[str]:
    message = b'<Response xmlns="urn:oasis:names:tc:SAML:1.0:protocol" MajorVersion="1"/>'
    http = Http()
    with talking() as server:
        server.always(Answer(200, message, {"content-type": "text/xml"}))
        request = Request(method="GET", url=f"{server.origin}/saml2/deskpro", idempotent=True)
        answer = await http.send(request)
    await http.aclose()
    return {finding.condition for finding in judged(answer.body).findings}


@dataclass(frozen=True)
class Symptom:
    """A row of §10, the behaviour that brings it about, and what has to be among what is told."""

    row: str
    scene: Scene
    told: str


UNSPECIFIED = "urn:oasis:names:tc:SAML:1.0:nameid-format:unspecified"

SYMPTOMS = [
    Symptom(
        "“You have not been given access to any SSO applications by your administrator.”",
        recording(unbind),
        "H1",
    ),
    Symptom(
        "“You have not been given access to any SSO applications by your administrator.”",
        recording(unbind),
        "not authorized",
    ),
    Symptom(
        "SP: invalid issuer",
        recording(other_issuer, knows=lambda s: {"idp_entity_id": s.application.sso_url}),
        "S4",
    ),
    Symptom("SP: invalid audience", recording(other_audience), "S5"),
    Symptom("SP: invalid destination/recipient", recording(other_acs), "S7"),
    Symptom("SP: invalid destination/recipient", recording(other_acs), "S8"),
    Symptom("SP: invalid signature", recording(new_certificate, knows=uploaded), "S16"),
    Symptom(
        "SP: invalid signature",
        recording(documents=deskpro_metadata, signAssertion=False, signResponse=True),
        "S14",
    ),
    Symptom("Works for a while, then everybody locked out", document(expired), "C14"),
    Symptom("Works for a while, then everybody locked out", document(regenerated), "M18"),
    Symptom(
        "SP cannot read metadata",
        asking(lambda s, _c, http: public_metadata(http, s.application.sso_url, loopback=True)),
        ProblemCode.METADATA_IS_A_WEB_PAGE,
    ),
    Symptom(
        "SP error on metadata without Redirect",
        document(metadata, declareRedirectEndpoint=False),
        "M10",
    ),
    Symptom("NameID not e-mail / format unspecified", recording(subjectField="username"), "S21"),
    Symptom(
        "NameID not e-mail / format unspecified",
        document(metadata, overrideNameIdFormat=UNSPECIFIED),
        "M14",
    ),
    Symptom("Unhelpful JumpCloud error page", recording(visit=nonsense), "R5"),
    Symptom("App created but no login", recording(inactive), "application unreachable"),
    Symptom("App created but no login", recording(inactive), "H1"),
    Symptom("No SAMLResponse / redirected to user console", recording(unbind), "H1"),
    Symptom("No SAMLResponse / redirected to user console", recording(wrong_suffix), "R4"),
    Symptom("Single logout fails", document(metadata), "M15"),
    Symptom("Only SAML 2.0 supported", old_saml, "S29"),
    Symptom("Office 365 style SPs want entity ID with scheme", document(schemeless), "M9"),
    Symptom(
        "Key suddenly rejected",
        asking(lambda _s, client, _h: client.organizations(), change=new_key),
        ProblemCode.KEY_NOT_ACCEPTED,
    ),
    Symptom(
        "MSP: “no organization selected”",
        asking(lambda _s, client, _h: client.groups(), faults=[Fault.SEVERAL_ORGANIZATIONS]),
        ProblemCode.ORGANIZATION_NOT_CHOSEN,
    ),
]


@pytest.mark.parametrize("symptom", SYMPTOMS, ids=lambda each: f"{each.row[:32]} {each.told}")
async def test_what_an_admin_meets_is_explained(symptom: Symptom) -> None:
    assert symptom.told in await symptom.scene()


async def test_a_sign_in_that_works_is_told_none_of_it() -> None:
    working = await recording()() | await document(metadata)()
    # true of every JumpCloud, and told as worth knowing whatever else is
    assert working & {each.told for each in SYMPTOMS} == {"M10", "M15"}


# The table is the reference's


def rows(chapter: str) -> list[tuple[str, ...]]:
    """Return the cells of the table in a chapter of the reference, without the marks in them."""
    if not REFERENCE.exists():
        pytest.skip("../shared is absent: it holds the reference")
    text = REFERENCE.read_text(encoding="utf-8")
    part = re.split(rf"^#+ {re.escape(chapter)} .*$", text, flags=re.MULTILINE)[1]
    table = re.search(r"^\|.*\n\|[-|]+\|\n((?:\|.*\n)+)", part, flags=re.MULTILINE)
    assert table is not None
    lines = table[1].splitlines()
    return [tuple(cell.strip() for cell in line.strip("|").split(" | ")) for line in lines]


def plain(text: str) -> str:
    return re.sub(r"[`“”\"*]", "", text).strip()


def test_the_table_has_the_rows_of_the_error_shapes() -> None:
    told = rows("1.5")
    assert len(told) == len({(shape.status, shape.body) for shape in SHAPES})
    for status, body, *_ in told:
        fitting = [
            shape
            for shape in SHAPES
            if shape.status == status
            and (
                plain(shape.body) in plain(body) or ("blocked" in body and "blocked" in shape.body)
            )
        ]
        assert fitting, f"no row for {status} {body}"


def test_the_table_has_the_rows_of_what_admins_meet() -> None:
    told = [plain(row[0]) for row in rows("10.")]
    assert sorted(set(told)) == sorted({plain(each.row) for each in SYMPTOMS})
