import os
import stat
import sys
from pathlib import Path

import pytest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import StateFileError, Store, read_state
from deskpro_sso_gui.practice.world import Agent, SignInSource


def test_a_new_sandbox_has_the_people_that_are_promised() -> None:
    world = Store.create().world
    members = {
        group.name: sorted(world.users[each].username for each in group.member_ids)
        for group in world.groups.values()
    }
    agents = {agent.email: agent for agent in world.helpdesk.agents}

    assert members == {
        "All Users": ["ann", "ben", "cleo", "dora"],
        "DeskPRO agents": ["ann", "ben", "cleo"],
        "Finance": ["dora"],
    }
    assert [user.username for user in world.users.values() if user.mfa_required] == ["cleo"]
    assert set(agents) == {f"{name}@acme.example" for name in ("admin", "ann", "ben", "cleo")}
    assert [agent.email for agent in agents.values() if agent.is_admin] == ["admin@acme.example"]
    assert world.administrator.api_key.startswith("jca_")


def test_more_users_and_groups_can_be_had() -> None:
    world = Store.create(groups=500, users=2000).world

    assert (len(world.groups), len(world.users)) == (500, 2000)
    assert len({user.email for user in world.users.values()}) == 2000
    assert len({group.name for group in world.groups.values()}) == 500


def test_a_large_organisation_has_applications_and_a_provider_others() -> None:
    world = Store.create(applications=500, organizations=40).world

    assert len(world.applications) == 500
    assert {each.sso_type for each in world.applications.values()} == {"bookmark", "oidc"}
    assert len(world.further_organizations) == 39


def test_no_two_sandboxes_share_a_key() -> None:
    assert Store.create().world.administrator.api_key != Store.create().world.administrator.api_key


def test_what_was_saved_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "state.json"
    store = Store.open(path, users=7)
    source = SignInSource(id=3, interface="agents")  # type: ignore[arg-type]
    store.world.helpdesk.sources.append(source)
    store.world.helpdesk.agents.append(Agent(id=9, email="x@y.z", name="X", password="p"))
    store.record_event(
        user=store.user_by_login("ANN@acme.example"),
        application=None,
        sso_url="http://127.0.0.1/saml2/x",
        idp_initiated=True,
        sso_token_success=False,
        error_message="not authorized",
    )
    again = Store.open(path, users=99)

    assert (store.fresh, again.fresh) == (True, False)
    assert again.world == store.world
    assert len(again.world.users) == 7


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such file modes")
def test_the_state_file_is_for_its_owner_alone(tmp_path: Path) -> None:
    path = tmp_path / "state.json"
    previous = os.umask(0)
    try:
        store = Store.open(path)
        store.save()
    finally:
        os.umask(previous)

    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert list(tmp_path.iterdir()) == [path]


def test_faults_belong_to_the_run_and_not_to_the_state(tmp_path: Path) -> None:
    path = tmp_path / "state.json"

    assert Store.open(path, faults=[Fault.NO_EVENTS]).has_fault(Fault.NO_EVENTS)
    assert not Store.open(path).has_fault(Fault.NO_EVENTS)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "is not a state of the sandbox"),
        (b"not json", "is not a state of the sandbox"),
        (b'{"version": 1}', "is not a state of the sandbox"),
        (b'{"some": "thing"}', "is not a state of the sandbox"),
        (b'{"version": 7}', "has version 7"),
    ],
)
def test_a_file_that_does_not_fit_is_refused_and_left_alone(
    tmp_path: Path, content: bytes, says: str
) -> None:
    path = tmp_path / "state.json"
    path.write_bytes(content)
    with pytest.raises(StateFileError, match=says) as refused:
        Store.open(path)

    assert str(path) in str(refused.value)
    assert path.read_bytes() == content


def test_a_place_that_can_not_be_written_is_told(tmp_path: Path) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.write_bytes(b"")
    with pytest.raises(StateFileError, match="can't be written"):
        Store.create(path=in_the_way / "state.json")
    with pytest.raises(StateFileError, match="can't be read"):
        read_state(tmp_path)


def test_a_failed_save_leaves_the_file_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "state.json"
    store = Store.open(path)
    before = path.read_bytes()
    store.world.organization.name = "Changed"

    def fail(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StateFileError, match="No space left"):
        store.save()

    assert path.read_bytes() == before
    assert list(tmp_path.iterdir()) == [path]
