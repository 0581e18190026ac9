"""From the journal to what is taken back: only the net effect, and nothing of anybody else's."""

from typing import Any

import pytest

from deskpro_sso_gui.setup import plan
from deskpro_sso_gui.setup.facts import Application
from deskpro_sso_gui.setup.undo import (
    Change,
    is_changed_by_others,
    links_changed,
    settings_changed,
    to_restore,
)


def write(was: Any, wanted: Any) -> dict[str, Any]:
    return {"acsUrl": {"was": was, "wanted": wanted}}


@pytest.mark.parametrize(
    ("writes", "original", "left"),
    [
        ([write("a", "b")], "a", "b"),
        ([write("a", "b"), write("b", "c")], "a", "c"),
        # somebody changed it in between: what they had is what goes back
        ([write("a", "b"), write("x", "c")], "x", "c"),
        # it was put back, and changed anew after somebody else
        ([write("a", "b"), write("b", "a"), write("a", "c")], "a", "c"),
        ([write("a", "b"), write("b", "a"), write("x", "c")], "x", "c"),
    ],
)
def test_a_setting_goes_back_to_what_it_was_before_us(
    writes: list[dict[str, Any]], original: str, left: str
) -> None:
    assert settings_changed(writes) == {"acsUrl": Change(original=original, left=left)}


@pytest.mark.parametrize(
    ("writes", "original", "left"),
    [
        ([(["g"], True)], False, True),
        ([(["g"], True), (["g"], True)], False, True),
        ([(["g"], True), (["g"], False)], False, False),
        ([(["g"], False)], True, False),
        ([(["g"], False), (["g"], True)], True, True),
        ([(["g"], True), (["g"], False), (["g"], True)], False, True),
    ],
)
def test_a_link_goes_back_to_what_it_was_before_us(
    writes: list[tuple[list[str], bool]], *, original: bool, left: bool
) -> None:
    assert links_changed(writes) == {"g": Change(original=original, left=left)}


def application(**values: Any) -> Application:
    config = {key: {"value": value} for key, value in values.items()}
    return Application(id="1", name="saml2", label="DeskPRO", sso_url="x", config=config)


def test_only_what_is_still_as_we_left_it_is_put_back() -> None:
    changed = {
        "acsUrl": Change(original="a", left="b"),
        "subjectField": Change(original="username", left="email"),
        "spEntityId": Change(original=None, left="sp"),
        "active": Change(original=True, left=False),
    }
    now = application(acsUrl="b", subjectField="theirs", spEntityId=None)
    back, theirs = to_restore(now, changed)
    assert [(each.setting, each.now, each.wanted) for each in back] == [
        ("acsUrl", "b", "a"),
        ("active", False, True),
    ]
    assert theirs == ("subjectField",)


def test_rows_of_attributes_are_the_same_whatever_jumpcloud_adds_to_them() -> None:
    rows = [{"name": "email", "value": "email"}, {"name": "name", "value": "displayname"}]
    shown = application(databaseAttributes=[{**row, "visible": True} for row in reversed(rows)])
    assert plan.is_set(shown, "databaseAttributes", rows)
    assert not plan.is_set(shown, "databaseAttributes", rows[:1])


def test_a_change_of_somebody_elses_shows_by_the_digests() -> None:
    before, now = application(acsUrl="a"), application(acsUrl="b")
    one, two = plan.digest(before), plan.digest(now)
    assert one != two
    assert not is_changed_by_others([("", one), (one, two)], now)
    assert is_changed_by_others([("", one)], now)
    assert is_changed_by_others([("", one), ("other", two)], now)
    # not known is no proof
    assert not is_changed_by_others([("", "")], now)
    assert not is_changed_by_others([], now)


def test_a_digest_minds_neither_certificate_nor_how_unset_is_put() -> None:
    plain = application(acsUrl="a")
    assert plan.digest(application(acsUrl="a", idpCertificate="x", idpInitUrl=None)) == plan.digest(
        application(acsUrl="a", idpCertificate="y", idpInitUrl="")
    )
    assert plan.digest(plain) != plan.digest(application(acsUrl="a", includeGroups=True))
    assert plan.digest(plain) == plan.digest(application(acsUrl="a", constantAttributes=[]))


def test_everything_that_moved_is_named_in_fields_and_settings() -> None:
    before = application(acsUrl="a", gone=1)
    after = Application(
        id="1",
        name="saml2",
        label="Renamed",
        sso_url="x",
        hidden=True,
        config={"acsUrl": {"value": "a", "tooltip": "new"}, "added": {"value": [1]}},
    )
    assert [(each.setting, each.was, each.now) for each in plan.moved(before, after)] == [
        ("label", "DeskPRO", "Renamed"),
        ("hidden", False, True),
        ("acsUrl", "a", "a"),
        ("gone", 1, None),
        ("added", None, [1]),
    ]
    assert plan.moved(before, before) == ()
