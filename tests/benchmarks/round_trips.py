"""What an automatic run asks JumpCloud and DeskPRO, in which order, and how often it has to wait.

Run as ``python -m tests.benchmarks.round_trips``. The sandbox is a process of its own and holds
back each answer. A first run makes everything: the application, ten of twenty groups, all links. A
second one finds everything done. For each request its level is printed: one more than that of the
latest one that had ended before it began. Beside it stands the least level its dependencies allow,
from ``NEEDS``. The target: no request waits for more than it needs, and no read is sent again
unless something was written since, or is about to be.

Writes wait for each other by a rule of the house: one at a time, journal first, and what was
written is read back before the next step; only the links of one step go six at a time. What is sent
back whole is looked at once more right before, for somebody else may have changed it.
"""

import asyncio
import os
import re
import tempfile
import time
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import MappingProxyType
from typing import Final, NamedTuple

import httpx
import msgspec

from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.net import Request, Response
from deskpro_sso_gui.net.parallel import AT_ONCE
from deskpro_sso_gui.practice.child import SandboxAddress, start_sandbox
from deskpro_sso_gui.problems import Problem
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.tasks.apply import apply
from deskpro_sso_gui.tasks.apply_plan import ApplyPlan
from deskpro_sso_gui.tasks.services import Services
from tests.support.visits import add_in_deskpro

LATENCY_MS: Final = 300
"""Much more than our own work between two requests, so that levels can be told by the clock."""
GROUPS: Final = 20
MISSING: Final = 10
VARIABLE: Final = "BENCHMARK_KEY"

_ID: Final = r"[0-9a-f]{24}"
KINDS: Final = (
    ("organisations", r"GET /api/organizations"),
    ("its name", rf"GET /api/organizations/{_ID}"),
    ("whose key", r"GET /api/users/getSelf"),
    ("the tester", r"GET /api/systemusers"),
    ("templates", r"GET /api/application-templates"),
    ("applications", r"GET /api/applications"),
    ("groups", r"GET /api/v2/usergroups"),
    ("helpdesk", r"GET /api/v2/helpdesk/discover"),
    ("DeskPRO's metadata", r"GET /saml/metadata/\d+\.xml"),
    ("create", r"POST /api/applications"),
    ("application", rf"GET /api/applications/{_ID}"),
    ("settings", rf"PUT /api/applications/{_ID}"),
    ("bound groups", rf"GET /api/v2/applications/{_ID}/associations"),
    ("new group", r"POST /api/v2/usergroups"),
    ("bind", rf"POST /api/v2/applications/{_ID}/associations"),
    ("who gets in", rf"GET /api/v2/applications/{_ID}/users"),
    ("members", rf"GET /api/v2/usergroups/{_ID}/membership"),
)
"""What each request is called here."""

_FIRST_READS: Final = ("organisations 1",)
"""Whoever is asked anything else has to be known first; DeskPRO's answers are waited for by none
of JumpCloud's, and are asked with them."""

FIRST_RUN: Final[dict[str, tuple[str, ...]]] = {
    "organisations 1": (),
    "its name 1": _FIRST_READS,
    "whose key 1": _FIRST_READS,
    "the tester 1": _FIRST_READS,
    "templates 1": _FIRST_READS,
    "applications 1": _FIRST_READS,
    "groups 1": _FIRST_READS,
    "helpdesk 1": _FIRST_READS,
    "DeskPRO's metadata 1": _FIRST_READS,
    "create 1": ("templates 1", "applications 1"),
    "application 1": ("create 1",),
    "application 2": ("application 1",),
    "settings 1": ("application 2",),
    "bound groups 1": ("application 1",),
    "application 3": ("settings 1",),
    "new group 1": ("application 3", "groups 1"),
    **{f"new group {n}": (f"new group {n - 1}",) for n in range(2, MISSING + 1)},
    "bind": (f"new group {MISSING}", "bound groups 1"),
    "bound groups 2": ("bind",),
    "who gets in 1": ("bind",),
    "members": ("bound groups 2",),
}
"""What each request of the first run can't go before; those that have no number go six at a time,
and whoever needs them needs the last."""

SECOND_RUN: Final[dict[str, tuple[str, ...]]] = {
    "organisations 1": (),
    "its name 1": _FIRST_READS,
    "whose key 1": _FIRST_READS,
    "the tester 1": _FIRST_READS,
    "groups 1": _FIRST_READS,
    "helpdesk 1": _FIRST_READS,
    "DeskPRO's metadata 1": _FIRST_READS,
    "application 1": _FIRST_READS,
    "bound groups 1": _FIRST_READS,
    "members": ("bound groups 1",),
}
TOGETHER: Final = {"who gets in": "members"}
"""In the second run the one is asked with the others, six at a time."""


@dataclass(frozen=True, eq=False)
class Sent:
    """One request, with the moments it began and ended."""

    request: Request
    begun: float
    ended: float


class Recording:
    """Sends, and notes when."""

    def __init__(self, services: Services) -> None:
        self._services = services
        self.sent: list[Sent] = []

    async def begin(self) -> None:
        """Stand between the clients and the transport."""
        self._http = await self._services.http()
        self._services.connections._http = self  # type: ignore[assignment]

    async def send(self, request: Request) -> Response:
        begun = time.perf_counter()
        try:
            return await self._http.send(request)
        finally:
            self.sent.append(Sent(request, begun, time.perf_counter()))

    async def aclose(self) -> None:
        await self._http.aclose()


class Row(NamedTuple):
    """A request as it is printed; ``least`` is None where nobody foresaw it."""

    name: str
    level: int
    least: int | None
    sent: Sent


def _kind(request: Request) -> str:
    asked = f"{request.method} {httpx.URL(request.url).path}"
    return next((name for name, pattern in KINDS if re.fullmatch(pattern, asked)), asked)


def _levels(sent: Sequence[Sent]) -> dict[Sent, int]:
    levels: dict[Sent, int] = {}
    for each in sorted(sent, key=lambda one: one.begun):
        before = [levels[one] for one in levels if one.ended <= each.begun]
        levels[each] = 1 + max(before, default=0)
    return levels


class Forced:
    """The least level of each request, from what it needs and from six at a time."""

    def __init__(self, needs: dict[str, tuple[str, ...]], counts: dict[str, int]) -> None:
        self._needs, self._counts = needs, counts

    def least(self, name: str, place: int) -> int | None:
        """Return it for the request ``place`` (from 1) of the kind ``name``."""
        numbered = f"{name} {place}"
        if numbered in self._needs:
            return self._of(numbered)
        if name in self._needs:
            return self._after(name) + 1 + (place - 1) // AT_ONCE
        return None

    def _after(self, key: str) -> int:
        return max((self._of(each) for each in self._needs[key]), default=0)

    def _of(self, key: str) -> int:
        rounds = 1 if key[-1].isdigit() else -(-self._counts.get(key, 0) // AT_ONCE)
        return self._after(key) + rounds


def _rows(
    sent: Sequence[Sent],
    needs: dict[str, tuple[str, ...]],
    together: Mapping[str, str] = MappingProxyType({}),
) -> list[Row]:
    counts: defaultdict[str, int] = defaultdict(int)
    for each in sent:
        counts[together.get(_kind(each.request), _kind(each.request))] += 1
    forced, levels = Forced(needs, dict(counts)), _levels(sent)
    places: defaultdict[str, int] = defaultdict(int)
    rows = []
    for each in sorted(sent, key=lambda one: one.begun):
        name = _kind(each.request)
        batch = together.get(name, name)
        places[batch] += 1
        rows.append(Row(name, levels[each], forced.least(batch, places[batch]), each))
    return rows


def repeated(sent: Sequence[Sent]) -> list[str]:
    """Return the reads that were sent again although nothing was written since, or is next."""
    found: list[str] = []
    last: dict[object, float] = {}
    in_order = sorted(sent, key=lambda one: one.begun)
    for place, each in enumerate(in_order):
        if not each.request.idempotent:
            continue
        key = _asked(each.request)
        written = key not in last or any(
            not one.request.idempotent and one.ended > last[key] for one in in_order[:place]
        )
        about_to = any(not one.request.idempotent for one in in_order[place + 1 : place + 2])
        if not written and not about_to:
            found.append(_kind(each.request))
        last[key] = each.ended
    return found


def _asked(request: Request) -> tuple[str, str, str, bytes]:
    return request.method, request.url, str(request.query), msgspec.json.encode(request.json)


def _told(title: str, rows: Sequence[Row]) -> list[str]:
    """Print the rows and return what is wrong with them."""
    print(f"{title}\n{'begun ms':>9} {'level':>6} {'least':>6}  request")  # noqa: T201 - its answer
    zero = rows[0].sent.begun
    wrong = []
    for row in rows:
        begun = (row.sent.begun - zero) * 1000
        print(f"{begun:9.0f} {row.level:6} {row.least or '?':>6}  {row.name}")  # noqa: T201
        if row.least is None:
            wrong.append(f"nobody foresaw: {row.name}")
        elif row.level > row.least:
            wrong.append(f"waits too long: {row.name}")
    wrong += [f"sent again: {name}" for name in repeated([row.sent for row in rows])]
    deepest = max(row.level for row in rows)
    least = max(row.least or 0 for row in rows)
    seconds = max(row.sent.ended for row in rows) - zero
    print(  # noqa: T201 - its answer
        f"{len(rows)} requests in {deepest} round trips, {least} are forced, {seconds:.1f} s\n"
    )
    return wrong


def _plan(sandbox: SandboxAddress, acs_url: str, entity_id: str, names: list[str]) -> ApplyPlan:
    return msgspec.convert(
        {
            "helpdesk": sandbox.deskpro,
            "jumpcloud": {"credential": f"env:{VARIABLE}"},
            "deskpro": {"acs_url": acs_url, "sp_entity_id": entity_id},
            "access": {
                "groups": names,
                "create_missing_groups": True,
                "tester": sandbox.users[0].email,
            },
        },
        ApplyPlan,
    )


async def _run(sandbox: SandboxAddress, plan: ApplyPlan, folder: Path) -> list[Sent]:
    services = Services(
        practice=False,
        places=folders(practice=False),
        credentials=SessionStore(),
        loopback=Endpoints.for_loopback(sandbox.jumpcloud),
    )
    recording, problems = Recording(services), []
    await recording.begin()
    try:
        await apply(
            services,
            plan,
            folder,
            environment={VARIABLE: sandbox.api_key},
            report=lambda each: problems.append(each) if isinstance(each, Problem) else None,
        )
    finally:
        await services.close()
    if problems:
        raise SystemExit(f"the run told of problems: {[each.code for each in problems]}")
    return recording.sent


async def _measure(folder: Path) -> list[str]:
    options = ["--latency", str(LATENCY_MS), "--groups", str(GROUPS)]
    async with await start_sandbox(state=None, extra=options) as child:
        sandbox = child.address
        acs_url, entity_id = await add_in_deskpro(sandbox)
        headers = {"x-api-key": sandbox.api_key}
        async with httpx.AsyncClient(trust_env=False, headers=headers) as client:
            answer = await client.get(f"{sandbox.jumpcloud}/api/v2/usergroups?limit=100")
        present = [each["name"] for each in answer.json() if each["name"] != "All Users"]
        names = present[: GROUPS - MISSING] + [f"New {number}" for number in range(MISSING)]
        plan = _plan(sandbox, acs_url, entity_id, names)
        first = await _run(sandbox, plan, folder)
        second = await _run(sandbox, plan, folder)
    wrong = _told("first run", _rows(first, FIRST_RUN))
    return wrong + _told("second run", _rows(second, SECOND_RUN, TOGETHER))


def main() -> int:
    """Print both runs; 1 when one asked too much or waited too long."""
    with tempfile.TemporaryDirectory() as name:
        os.environ |= {f"XDG_{kind}_HOME": name for kind in ("DATA", "CONFIG", "STATE", "CACHE")}
        wrong = asyncio.run(_measure(Path(name) / "out"))
    for each in wrong:
        print(each)  # noqa: T201 - its answer
    print(f"no needless request, no needless wait: {'missed' if wrong else 'met'}")  # noqa: T201
    return int(bool(wrong))


if __name__ == "__main__":
    raise SystemExit(main())
