"""Documents that show conditions H1 to H15, and documents that nearly do."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.saml.certificate import read_certificate
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
    recorded,
    redirect_address,
    sanitised,
    signed_in,
    tracer,
)
from tests.support.condition_cases.case import Case
from tests.support.saml_documents import ACS_URL, IDP_URL, request_xml, response_xml, signer

HTTP_ACS = ACS_URL.replace("https://", "http://")
OLD_ACS = ACS_URL.replace("acme.deskpro.com", "support.acme.example")
PORTAL = Step("GET", f"{CONSOLE}/userconsole/", body="<h1>Applications</h1>", at=1)
AD_BLOCKER = "net::ERR_BLOCKED_BY_CLIENT"


def not_let_in() -> list[Step]:
    steps = signed_in()[:-3]
    asking = steps[3].url
    return [*steps, Step("GET", asking, 302, location=f"{CONSOLE}/userconsole/", at=0), PORTAL]


def rounds(number: int) -> list[Step]:
    """Return a sign-in whose every success leads to the next request."""
    steps: list[Step] = []
    for at in range(number):
        name = f"_request{at}"
        asking = redirect_address(request_xml().replace(b'ID="_request"', f'ID="{name}"'.encode()))
        answer = answered_xml(name).replace(b'ID="_response"', f'ID="_response{at}"'.encode())
        steps += [
            Step("GET", f"{DESKPRO}/agent/", 302, location=asking, at=10 * at),
            Step("GET", asking, body=posting_page(answer), at=10 * at + 1),
            Step(
                "POST", ACS_URL, 302, form=message_form(answer), location="/agent/", at=10 * at + 2
            ),
        ]
    return [*steps, Step("GET", f"{DESKPRO}/agent/", body="<h1>Tickets</h1>", at=10 * number)]


def moved(status: int, address: str = HTTP_ACS) -> list[Step]:
    steps = changed(
        signed_in(acs_url=address), address, status=status, location=ACS_URL, url=address
    )
    return [*steps[:-1], Step("GET", ACS_URL, 302, location="/agent/login", at=2)]


def refused(cookie: str, sent: str = "", status: int = 403) -> list[Step]:
    first, *rest = signed_in()
    steps = [replace(first, set_cookies=(cookie,)), *rest]
    return changed(steps, ACS_URL, status=status, location="", cookies=sent, body="No")


def forgotten(cookie: str) -> list[Step]:
    """Return a sign-in that ends at the form again, with ``cookie`` set and not sent back."""
    first, *rest = signed_in()
    steps = changed([replace(first, set_cookies=(cookie,)), *rest], ACS_URL, cookies="")
    return changed(steps, f"{DESKPRO}/agent/", url=f"{DESKPRO}/agent/login", body=LOGIN_FORM)


def clocks(apart: timedelta) -> list[Step]:
    return [
        replace(step, date=step.started + apart) if step.url.startswith(DESKPRO) else step
        for step in signed_in()
    ]


def back_at(path: str, body: str = "") -> list[Step]:
    return changed(signed_in(), f"{DESKPRO}/agent/", url=f"{DESKPRO}{path}", body=body)


def own_form() -> list[Step]:
    return signed_in()[:2]


def blocked(error: str, url: str = IDP_URL) -> list[Step]:
    return [*signed_in(), Step("GET", url, 0, error=error, mime="", at=5)]


def framed(destination: str) -> list[Step]:
    return changed(signed_in(), ACS_URL, headers=(("Sec-Fetch-Dest", destination),))


def cut(steps: Sequence[Step], whole: int) -> bytes:
    """Cut a recording off in the entry after ``whole`` whole ones."""
    data = har(steps)
    begin = -1
    for _ in range(whole + 1):
        begin = data.index(b'"startedDateTime"', begin + 1)
    return data[: begin + 60]


_other_number = request_xml(acs_url=ACS_URL[:-1] + "4")
_elsewhere = [
    Step("GET", "https://news.example/", body="<h1>News</h1>"),
    Step("GET", "https://news.example/sport", body="<h1>Sport</h1>", at=1),
]

POSITIVE: Final[dict[str, Case]] = {
    "asked, and shown the portal": Case("H1", recorded(not_let_in)),
    "opened from the portal, and shown the portal again": Case(
        "H1",
        recorded(
            lambda: [PORTAL, Step("GET", IDP_URL, 303, location="/userconsole/", at=1), PORTAL]
        ),
    ),
    "the app's address is not found": Case(
        "H2", recorded(lambda: [*signed_in()[:3], Step("GET", signed_in()[3].url, 404, at=1)])
    ),
    "three rounds": Case("H3", recorded(lambda: rounds(3))),
    "refused as forbidden": Case(
        "H4", recorded(lambda: changed(signed_in(), ACS_URL, status=403, body="<p>No.</p>"))
    ),
    "broken inside": Case(
        "H4", recorded(lambda: changed(signed_in(), ACS_URL, status=500, location=""))
    ),
    "posted to the site's other name": Case(
        "H5", recorded(lambda: changed(signed_in(), ACS_URL, url=OLD_ACS))
    ),
    "posted without encryption": Case(
        "H5",
        recorded(lambda: changed(signed_in(), ACS_URL, url=HTTP_ACS)),
        {"acs_url": ACS_URL},
    ),
    "moved to https": Case("H6", recorded(lambda: moved(301))),
    "moved to the other host": Case("H6", recorded(lambda: moved(302, OLD_ACS))),
    "cookie for this site alone, absent, and back at the form": Case(
        "H7", recorded(lambda: forgotten("dp_session=x; Secure; SameSite=Lax"))
    ),
    "an extension stopped it": Case("H8", recorded(lambda: blocked(AD_BLOCKER)), headline=False),
    "in a frame": Case("H8", recorded(lambda: framed("iframe")), variant="frame", headline=False),
    "nothing recorded": Case("H9", recorded(list), variant="empty"),
    "the messages taken out": Case(
        "H9", lambda: (sanitised(har(signed_in()), message=True),), variant="sanitised"
    ),
    "cut off before the message": Case("H9", lambda: (cut(_elsewhere, 1),), variant="cut"),
    "another tab was recorded": Case("H9", recorded(lambda: _elsewhere), variant="nothing"),
    "the tracer saw nothing": Case("H9", lambda: (tracer([]),), variant="empty"),
    "cut off after the message": Case(
        "H9",
        lambda: (cut(signed_in(), 7),),
        variant="cut",
        level=Level.WORTH_KNOWING,
        headline=False,
    ),
    "begun with the answer": Case(
        "H9",
        recorded(lambda: signed_in()[-2:]),
        variant="late",
        level=Level.WORTH_KNOWING,
        headline=False,
    ),
    "DeskPRO's own form": Case("H10", recorded(own_form)),
    "landed at the users' pages": Case("H11", recorded(lambda: back_at("/tickets"))),
    "asked for one number, answered at another": Case(
        "H12", recorded(lambda: signed_in(request=_other_number))
    ),
    "the page was there, the post was not": Case("H13", recorded(lambda: signed_in()[:-2])),
    "six minutes apart": Case(
        "H14", recorded(lambda: clocks(timedelta(minutes=6))), variant="fast"
    ),
    "six minutes behind": Case(
        "H14", recorded(lambda: clocks(-timedelta(minutes=6))), variant="slow"
    ),
    "two minutes apart": Case(
        "H14",
        recorded(lambda: clocks(timedelta(minutes=2))),
        variant="fast",
        level=Level.WORTH_KNOWING,
        headline=False,
    ),
    "back at the form after the message": Case(
        "H15", recorded(lambda: back_at("/agent/login", LOGIN_FORM))
    ),
    "a good message is refused": Case(
        "H15",
        recorded(lambda: changed(signed_in(), ACS_URL, status=403, location="")),
        {"certificate": lambda: read_certificate(signer().pem)},
        variant="refused",
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "H1: a message came": Case("H1", recorded(lambda: [*signed_in(), PORTAL])),
    "H1: still signing in": Case("H1", recorded(lambda: signed_in()[:5])),
    "H2: a picture is not found": Case(
        "H2",
        recorded(lambda: [*signed_in(), Step("GET", f"{CONSOLE}/x.png", 404, mime="image/png")]),
    ),
    "H2: DeskPRO's page is not found": Case(
        "H2", recorded(lambda: [*signed_in(), Step("GET", f"{DESKPRO}/x", 404, at=9)])
    ),
    "H3: two rounds": Case("H3", recorded(lambda: rounds(2))),
    "H4: sent on": Case("H4", recorded(signed_in)),
    "H5: the very address": Case("H5", recorded(signed_in), {"acs_url": ACS_URL}),
    "H5: another path of the same site": Case(
        "H5", recorded(lambda: changed(signed_in(), ACS_URL, url=ACS_URL.replace("/agent", "")))
    ),
    "H6: sent on to the start page": Case("H6", recorded(signed_in)),
    "H6: moved with its content": Case("H6", recorded(lambda: moved(307))),
    "H7: the cookie came back": Case(
        "H7", recorded(lambda: refused("dp_session=x; SameSite=Lax", "dp_session=x"))
    ),
    "H7: made for coming back": Case(
        "H7", recorded(lambda: refused("dp_session=x; Secure; SameSite=None"))
    ),
    "H7: not needed": Case(
        "H7", recorded(lambda: refused("dp_session=x; SameSite=Lax", status=200))
    ),
    "H7: no cookies recorded": Case(
        "H7", lambda: (sanitised(har(refused("dp_session=x; SameSite=Lax"))),)
    ),
    "H8: another site's tracker was blocked": Case(
        "H8", recorded(lambda: blocked(AD_BLOCKER, "https://tracker.example/x"))
    ),
    "H8: a step was given up": Case("H8", recorded(lambda: blocked("net::ERR_ABORTED"))),
    "H8: in a window of its own": Case("H8", recorded(lambda: framed("document"))),
    "H9: whole": Case("H9", recorded(signed_in)),
    "H9: whole, without cookies": Case("H9", lambda: (sanitised(har(signed_in())),)),
    "H9: masked, with the message decoded": Case("H9", lambda: (tracer(signed_in(), masked=True),)),
    "H9: begun at JumpCloud": Case(
        "H9",
        recorded(
            lambda: [
                Step("POST", ACS_URL, 302, form=message_form(response_xml()), location="/agent/"),
                Step("GET", f"{DESKPRO}/agent/", at=1),
            ]
        ),
    ),
    "H9: DeskPRO's own form": Case("H9", recorded(own_form)),
    "H10: the form, and then JumpCloud": Case("H10", recorded(signed_in)),
    "H10: another site's form": Case(
        "H10", recorded(lambda: [Step("GET", "https://news.example/login", body=LOGIN_FORM)])
    ),
    "H11: landed at the agents' pages": Case("H11", recorded(signed_in)),
    "H11: landed in the new agents' pages": Case("H11", recorded(lambda: back_at("/app#/tickets"))),
    "H12: the same number": Case("H12", recorded(signed_in)),
    "H13: posted": Case("H13", recorded(signed_in)),
    "H14: fifty seconds apart": Case("H14", recorded(lambda: clocks(timedelta(seconds=50)))),
    "H15: a message with another signature is refused": Case(
        "H15",
        recorded(lambda: changed(signed_in(), ACS_URL, status=403, location="")),
        {"certificate": lambda: read_certificate(signer("other").pem)},
    ),
    "H15: a good message breaks DeskPRO": Case(
        "H15",
        recorded(lambda: changed(signed_in(), ACS_URL, status=500, location="")),
        {"certificate": lambda: read_certificate(signer().pem)},
    ),
    "H15: let in": Case("H15", recorded(signed_in)),
    "H15: refused with an error is another condition": Case(
        "H15", recorded(lambda: changed(signed_in(), ACS_URL, status=403, location=""))
    ),
}
