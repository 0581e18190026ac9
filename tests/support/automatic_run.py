"""An automatic run to be disturbed, and what must be true of both sides when all is done.

Twenty groups, ten of them to be made, DeskPRO's addresses to be written, somebody to try it.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

import msgspec

from deskpro_sso_gui.practice import seed
from deskpro_sso_gui.practice.child import SandboxAddress
from deskpro_sso_gui.practice.world import Group, World
from tests.support.practice_sandbox import PracticeSandbox
from tests.support.secrets import leaks

KEY: Final = "PRACTICE_KEY"
"""The environment variable that has JumpCloud's key."""

_PLAN: Final = """
helpdesk = "{deskpro}"

[jumpcloud]
credential = "env:{key}"

[deskpro]
acs_url = "{acs_url}"
sp_entity_id = "{entity_id}"

[access]
groups = {groups}
create_missing_groups = true
tester = "{tester}"
"""


class AutomaticRun:
    """The run, and a sandbox in which it has yet to be made.

    Attributes:
        start: the sandbox's state in which everything is yet to be done.
        groups: their names, as the plan has them.
        told: the environment's variables that lead the program there.
    """

    def __init__(self, sandbox: PracticeSandbox, *, there: int, missing: int) -> None:
        """Plan for groups of which so many are ``there`` and so many ``missing``."""
        self.sandbox = sandbox
        present = [f"Team {number}" for number in range(there)]
        absent = [f"New team {number}" for number in range(missing)]
        # of both kinds in turn, so that either is met before and after the other
        self.groups = sorted([*present, *absent], key=lambda name: name[-1])
        self.start = _with_groups(sandbox.state(), present)
        address: SandboxAddress = sandbox.address
        self.told = {"DESKPRO_SSO_JUMPCLOUD_URL": address.jumpcloud, KEY: address.api_key}
        self.acs_url = f"{address.deskpro}/agent/login/authenticate-callback/3"
        self.entity_id = f"{address.deskpro}/saml/metadata/3.xml"
        self.plan = _PLAN.format(
            deskpro=address.deskpro,
            key=KEY,
            acs_url=self.acs_url,
            entity_id=self.entity_id,
            groups=json.dumps(self.groups),
            tester=address.users[0].email,
        )

    def world(self) -> World:
        """Return everything both products know now."""
        return msgspec.json.decode(self.sandbox.state(), type=World)

    def wrong_with_jumpcloud(self, before: World) -> Iterator[str]:
        """Say what is not as planned in JumpCloud, or no more what it was ``before``."""
        after = self.world()
        if len(after.applications) != 1:
            yield f"{len(after.applications)} applications"
            return
        (application,) = after.applications.values()
        for known in before.applications.values():
            if known.id != application.id:
                yield "another application"
            if known.certificate_pem != application.certificate_pem:
                yield "another certificate"
        names = [group.name for group in after.groups.values()]
        usual = {group.name for group in before.groups.values()} | set(self.groups)
        yield from (
            f"{names.count(name)} times group {name}"
            for name in set(names)
            if names.count(name) != 1
        )
        if set(names) != usual:
            yield f"groups {set(names) ^ usual}"
        linked = sorted(after.groups[each].name for each in application.group_ids)
        if linked != sorted(self.groups):
            yield f"linked to {linked}"
        for setting, wanted in (("acsUrl", self.acs_url), ("spEntityId", self.entity_id)):
            if application.values.get(setting) != wanted:
                yield f"{setting} is {application.values.get(setting)}"

    def wrong_here(self, home: Path, out: Path) -> Iterator[str]:
        """Say what the program's own files have wrong, after a run to the end."""
        application = next(iter(self.world().applications.values()), None)
        kept = out / "certificate.pem"
        if application is None or not kept.is_file():
            yield "nothing was set up"
            return
        records = list(home.rglob("setup.json"))
        if len(records) != 1:
            yield f"{len(records)} set-ups"
        for path in records:
            yield from _wrong_with_record(json.loads(path.read_text()), application.id)
        for path in home.rglob("journal.json"):
            entries = json.loads(path.read_text())["entries"]
            yield from (
                f"open: {each['operation']}" for each in entries if each["outcome"] == "open"
            )
        if kept.read_text().strip() != application.certificate_pem.strip():
            yield "the certificate kept is not JumpCloud's"
        yield from self.leaks(home)

    def leaks(self, home: Path) -> Iterator[str]:
        """Name every file below ``home`` that holds the key."""
        return leaks([home], [self.told[KEY].encode()], but=home / "none")


def _wrong_with_record(record: Any, application_id: str) -> Iterator[str]:
    if record.get("application", {}).get("id") != application_id:
        yield "the record does not have JumpCloud's application"
    for part in ("service_provider", "applied", "certificate", "access"):
        if part not in record:
            yield f"the record lacks {part}"


def _with_groups(state: bytes, names: list[str]) -> bytes:
    world = msgspec.json.decode(state, type=World)
    for name in names:
        group = Group(id=seed.new_id(), name=name)
        world.groups[group.id] = group
    return msgspec.json.encode(world)
