"""``apply`` with a plan, outside practice, against a JumpCloud and a DeskPRO on this computer."""

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import msgspec
import pytest

from deskpro_sso_gui.credentials.secret import Secret
from deskpro_sso_gui.credentials.session_store import SessionStore
from deskpro_sso_gui.jumpcloud.credential import ApiKey
from deskpro_sso_gui.jumpcloud.endpoints import Endpoints
from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import Problem, ProblemCode, ProblemError
from deskpro_sso_gui.setup.facts import Generation, Interface, Region
from deskpro_sso_gui.setup.parts import Helpdesk
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.storage.folders import folders
from deskpro_sso_gui.storage.setups import SavedSetup
from deskpro_sso_gui.tasks import connect
from deskpro_sso_gui.tasks.application import adopt_application
from deskpro_sso_gui.tasks.apply import apply, practice_plan
from deskpro_sso_gui.tasks.apply_plan import ApplyPlan, read_plan
from deskpro_sso_gui.tasks.services import Services
from tests.support.set_up import TESTER, acs_url, entity_id
from tests.support.set_up_files import told_by_a_stranger, write_file

VARIABLE = "THE_KEY"


class Run:
    """Carries plans out, each with services of its own as a command has them."""

    def __init__(self, sandbox: Services, world: Store, folder: Path) -> None:
        self.sandbox, self.world, self.folder = sandbox, world, folder
        self.problems: list[Problem] = []
        self._kept = SessionStore()

    def plan(self, **tables: Any) -> dict[str, Any]:
        assert self.sandbox.sandbox is not None
        usual = {
            "helpdesk": self.sandbox.sandbox.deskpro,
            "jumpcloud": {"credential": f"env:{VARIABLE}"},
            "access": {"groups": ["DeskPRO agents"], "tester": TESTER},
        }
        return usual | tables

    def services(self) -> Services:
        assert self.sandbox.sandbox is not None
        return Services(
            practice=False,
            places=folders(practice=False),
            credentials=self._kept,
            loopback=Endpoints.for_loopback(self.sandbox.sandbox.jumpcloud),
        )

    async def __call__(
        self, plan: Mapping[str, Any], environment: Mapping[str, str] | None = None
    ) -> tuple[Path, ...]:
        assert self.sandbox.sandbox is not None
        self.problems.clear()
        services = self.services()
        try:
            return await apply(
                services,
                msgspec.convert(plan, ApplyPlan),
                self.folder,
                environment={VARIABLE: self.sandbox.sandbox.api_key}
                if environment is None
                else environment,
                report=lambda event: (
                    self.problems.append(event) if isinstance(event, Problem) else None
                ),
            )
        finally:
            await services.close()

    def records(self) -> tuple[SetupRecord, ...]:
        saved = self.services().store.list()
        assert all(isinstance(each, SavedSetup) for each in saved)
        return tuple(each.record for each in saved if isinstance(each, SavedSetup))

    def jumpcloud(self) -> bytes:
        """Return everything JumpCloud has that a run could change."""
        world = self.world.world
        return msgspec.json.encode([world.applications, world.groups])

    def codes(self) -> list[ProblemCode]:
        return [problem.code for problem in self.problems]


@pytest.fixture
def run(services: Services, world: Store, tmp_path: Path) -> Run:
    return Run(services, world, tmp_path / "out")


def with_addresses(run: Run) -> dict[str, Any]:
    return run.plan(
        deskpro={"acs_url": acs_url(run.sandbox), "sp_entity_id": entity_id(run.sandbox)}
    )


async def test_all_that_needs_no_person_is_done_once(run: Run) -> None:
    plan = with_addresses(run)
    files = await run(plan)
    assert run.problems == []
    assert all(file.stat().st_size for file in files)
    (record,) = run.records()
    found = {stage for stage, each in progress(record).items() if each.status is Status.DONE}
    assert found >= {
        StageId.PREREQUISITES,
        StageId.APPLICATION,
        StageId.DESKPRO_ADD,
        StageId.JUMPCLOUD_SSO,
        StageId.CERTIFICATE,
        StageId.ACCESS,
    }
    before = run.jumpcloud()
    await run(plan)
    assert run.jumpcloud() == before
    (again,) = run.records()
    assert again.id == record.id
    assert len(again.exports) == 1


async def test_each_ending_of_the_address_is_a_set_up_of_its_own(run: Run) -> None:
    await run(run.plan())
    await run(run.plan(application={"idp_url_suffix": "deskpro-help"}))
    await run(run.plan(interface="users", application={"idp_url_suffix": "deskpro-users"}))
    first, second, third = run.world.world.applications.values()
    assert {record.application.id for record in run.records() if record.application} == {
        first.id,
        second.id,
        third.id,
    }
    before = run.jumpcloud()
    await run(run.plan(application={"idp_url_suffix": "deskpro-help"}))
    assert run.jumpcloud() == before
    assert len(run.records()) == 3


async def test_the_sign_in_of_agents_is_not_turned_into_that_of_users(run: Run) -> None:
    await run(run.plan())
    before = run.jumpcloud()
    with pytest.raises(ProblemError) as caught:
        await run(run.plan(interface="users"))
    assert caught.value.problem.code is ProblemCode.IDP_URL_TAKEN
    assert run.jumpcloud() == before


async def test_an_application_of_somebody_elses_is_named_and_used_only_when_adopted(
    run: Run,
) -> None:
    await run(run.plan(application={"label": "Help"}))
    (record,) = run.records()
    services = run.services()
    services.store.delete(record.id)
    (there,) = run.world.world.applications.values()
    before = run.jumpcloud()
    with pytest.raises(ProblemError) as caught:
        await run(run.plan())
    assert caught.value.problem.code is ProblemCode.IDP_URL_TAKEN
    assert caught.value.problem.values["label"] == f"Help ({there.id})"
    assert run.jumpcloud() == before
    adopting = run.plan(application={"adopt": there.id, "idp_url_suffix": "unused"})
    await run(adopting)
    await run(adopting)
    used = [record.application for record in run.records() if record.application]
    assert [(each.id, each.made_here) for each in used] == [(there.id, False)]
    assert len(run.world.world.applications) == 1


async def test_what_fails_after_the_application_does_not_keep_the_rest_from_being_done(
    run: Run,
) -> None:
    plan = run.plan(
        access={"groups": ["Nobody's", "DeskPRO agents"], "tester": "nobody@acme.example"},
        deskpro={
            "acs_url": "https://YOURDOMAIN.deskpro.com/agent/login/authenticate-callback/3",
            "sp_entity_id": "https://YOURDOMAIN.deskpro.com/saml/metadata/3.xml",
            "metadata_url": f"{run.sandbox.sandbox and run.sandbox.sandbox.jumpcloud}/metadata/x",
        },
    )
    files = await run(plan)
    assert run.codes() == [
        ProblemCode.TESTER_NOT_FOUND,
        ProblemCode.VALUE_INVALID,
        ProblemCode.METADATA_NOT_THERE,
        ProblemCode.GROUP_NOT_FOUND,
    ]
    assert files
    (record,) = run.records()
    assert record.service_provider is None
    assert record.certificate is not None
    assert record.access is not None
    assert [group.name for group in record.access.groups] == ["DeskPRO agents"]


async def test_jumpclouds_half_is_done_while_the_helpdesk_is_away(run: Run) -> None:
    assert run.sandbox.sandbox is not None
    await run(run.plan(helpdesk=run.sandbox.sandbox.jumpcloud))  # a site, but no DeskPRO
    assert run.codes() == [ProblemCode.NOT_A_DESKPRO]
    assert len(run.world.world.applications) == 1


@pytest.mark.parametrize("named", ["id", "name"])
async def test_one_of_several_organisations_is_named(run: Run, named: str) -> None:
    run.world.set_faults([Fault.SEVERAL_ORGANIZATIONS])
    with pytest.raises(ProblemError) as caught:
        await run(run.plan())
    assert caught.value.problem.code is ProblemCode.ORGANIZATION_NOT_CHOSEN
    assert run.records() == ()
    organization = getattr(run.world.world.organization, named)
    table = {"credential": f"env:{VARIABLE}", "organization": organization}
    await run(run.plan(jumpcloud=table))
    (record,) = run.records()
    assert record.account is not None
    assert record.account.organization.id == run.world.world.organization.id


async def test_a_folder_that_cannot_be_written_is_told_before_anything_is_created(
    run: Run,
) -> None:
    run.folder.write_text("a file stands in the way")
    with pytest.raises(ProblemError) as caught:
        await run(run.plan())
    assert caught.value.problem.code is ProblemCode.FILE_NOT_WRITABLE
    assert run.world.world.applications == {}
    assert run.records() == ()


async def test_on_a_full_disk_no_half_of_a_file_is_written_and_no_export_is_claimed(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    await run(run.plan())
    kept = {file.name: file.read_bytes() for file in run.folder.iterdir()}
    fsync = os.fsync
    (before,) = run.records()

    def full(descriptor: int) -> None:
        if Path(f"/proc/self/fd/{descriptor}").readlink().is_relative_to(run.folder):
            raise OSError(28, "No space left on device")
        fsync(descriptor)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(ProblemError) as caught:
        await run(run.plan())
    assert caught.value.problem.code is ProblemCode.FILE_NOT_WRITABLE
    assert {file.name: file.read_bytes() for file in run.folder.iterdir()} == kept
    (after,) = run.records()
    assert after.exports == before.exports


async def test_the_keyrings_key_is_that_of_this_helpdesk(run: Run) -> None:
    table = {"credential": "keyring"}
    with pytest.raises(ProblemError) as caught:
        await run(run.plan(jumpcloud=table))
    assert caught.value.problem.code is ProblemCode.KEY_MISSING
    assert run.sandbox.sandbox is not None
    services = run.services()
    now = services.now()
    asking = SetupRecord(
        created_at=now, changed_at=now, helpdesk=Helpdesk(url=run.sandbox.sandbox.deskpro)
    )
    kept = ApiKey(Secret(run.sandbox.sandbox.api_key))
    await services.keys.keep_credential(asking, Region.US, kept)
    await run(run.plan(jumpcloud=table))
    assert len(run.records()) == 1


async def test_a_plan_with_an_impossible_ending_is_told_before_anything_is_asked(
    run: Run,
) -> None:
    with pytest.raises(ProblemError) as caught:
        await run(run.plan(application={"idp_url_suffix": "Desk PRO"}), environment={})
    assert caught.value.problem.code is ProblemCode.IDP_URL_SUFFIX_INVALID


def test_practising_a_plan_leads_nowhere_but_to_this_computer(services: Services) -> None:
    plan = msgspec.convert(
        {
            "helpdesk": "acme.deskpro.com",
            "jumpcloud": {"credential": f"env:{VARIABLE}", "organization": "Acme"},
            "application": {"label": "Help"},
            "deskpro": {
                "acs_url": acs_url(services),
                "sp_entity_id": "https://acme.deskpro.com/saml/metadata/3.xml",
                "metadata_url": "https://sso.jumpcloud.com/metadata/1",
            },
        },
        ApplyPlan,
    )
    practised = practice_plan(services, plan)
    assert services.sandbox is not None
    assert practised.helpdesk == services.sandbox.deskpro
    assert practised.jumpcloud.variable == practised.jumpcloud.organization == ""
    assert practised.application.label == "Help"
    assert practised.deskpro.acs_url == acs_url(services)
    assert practised.deskpro.sp_entity_id == practised.deskpro.metadata_url == ""


async def _opened_and_adopted(run: Run, application_id: str, folder: Path) -> str:
    """Go on with a stranger's file until only its addresses are unconfirmed; return its id."""
    sandbox = run.sandbox.sandbox
    assert sandbox is not None
    services = run.services()
    told = told_by_a_stranger(sandbox, practice=False)
    session = await services.open_file(write_file(folder / "set-up.json", told))
    await connect.check_helpdesk(
        session, sandbox.deskpro, interface=Interface.AGENTS, generation=Generation.HORIZON
    )
    await connect.sign_in_to_jumpcloud(session, ApiKey(Secret(sandbox.api_key)))
    await adopt_application(session, application_id)
    await session.close()
    await services.close()
    return session.record.id


async def test_a_set_up_that_came_from_a_file_never_stands_before_our_own(
    run: Run, tmp_path: Path
) -> None:
    await run(run.plan())
    (ours,) = run.records()
    assert ours.application is not None
    opened_id = await _opened_and_adopted(run, ours.application.id, tmp_path)
    assert [record.id for record in run.records()] == [opened_id, ours.id]
    before = run.jumpcloud()
    await run(run.plan())
    assert run.problems == []
    assert run.jumpcloud() == before
    assert {record.id for record in run.records()} == {opened_id, ours.id}


async def test_a_set_up_that_came_from_a_file_is_not_carried_on_before_it_was_confirmed(
    run: Run, tmp_path: Path
) -> None:
    await run(run.plan())
    (ours,) = run.records()
    assert ours.application is not None
    run.services().store.delete(ours.id)
    record_id = await _opened_and_adopted(run, ours.application.id, tmp_path)
    before = run.jumpcloud()
    with pytest.raises(ProblemError) as refused:
        await run(run.plan())
    assert refused.value.problem.code is ProblemCode.ADDRESSES_NOT_CONFIRMED
    assert run.jumpcloud() == before
    # what the plan itself names is the admin's own word: the addresses, and the application
    with pytest.raises(ProblemError) as refused:
        await run(with_addresses(run))
    assert refused.value.problem.code is ProblemCode.IDP_URL_TAKEN
    assert run.codes() == [ProblemCode.APPLICATION_NOT_OURS]
    assert run.jumpcloud() == before
    run.problems.clear()
    await run({**with_addresses(run), "application": {"adopt": ours.application.id}})
    assert run.problems == []
    (again,) = run.records()
    assert again.id == record_id
    assert again.confirmed
    (made,) = run.world.world.applications.values()
    assert made.values["acsUrl"] == acs_url(run.sandbox)


async def test_a_group_that_is_named_twice_is_made_once(run: Run) -> None:
    access = {"groups": ["Night shift", "Night shift"], "create_missing_groups": True}
    await run(run.plan(access=access))
    assert run.problems == []
    names = [group.name for group in run.world.world.groups.values()]
    assert names.count("Night shift") == 1


def test_a_description_that_jumpcloud_would_not_take_is_refused_with_the_plan() -> None:
    plan = 'helpdesk = "acme"\n[application]\ndescription = "{}"'
    assert len(read_plan(plan.format("x" * 256)).application.description) == 256
    with pytest.raises(ProblemError) as refused:
        read_plan(plan.format("x" * 257))
    assert refused.value.problem.code is ProblemCode.PLAN_INVALID
