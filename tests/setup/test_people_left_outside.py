import pytest

from deskpro_sso_gui.setup.facts import User, UserTrouble
from deskpro_sso_gui.setup.people import addresses_in, left_outside
from deskpro_sso_gui.setup.trials import OutsideReason

ANN = User(id="a", email="Ann@acme.example")
USERS = {"ann@acme.example": ANN}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ann@acme.example", ["ann@acme.example"]),
        ("Ann Example <ann@acme.example>; Ben\tben@acme.example,", None),
        ('name,e-mail\r\n"Example, Ann","ann@acme.example"\r\nBen,ben@acme.example\r\n', None),
        ("mailto:ann@acme.example (Ben: ben@acme.example).", None),
        ("ANN@acme.example ann@acme.example", ["ann@acme.example"]),
        ("ann@ @acme.example ann@acme ann@@acme.example a@b@c.d .", []),
        ("ann@b\N{LATIN SMALL LETTER U WITH DIAERESIS}ro.example", ["ann@büro.example"]),
        ("x" * 300 + "@acme.example", []),
    ],
)
def test_addresses_are_found_in_whatever_is_pasted(text: str, expected: list[str] | None) -> None:
    both = ["ann@acme.example", "ben@acme.example"]
    assert list(addresses_in(text)) == (both if expected is None else expected)


@pytest.mark.parametrize("text", ["x" * 2_000_000, "@" * 2_000_000, "a@" * 1_000_000])
def test_a_text_without_end_is_read_too(text: str) -> None:
    assert addresses_in(text) == ()  # with quadratic effort this would not come to an end


def test_who_gets_in_is_not_outside() -> None:
    assert left_outside(["ANN@acme.example"], USERS, {"a"}) == ()


@pytest.mark.parametrize(
    ("trouble", "let_in", "reason"),
    [
        (None, (), OutsideReason.NO_GROUP),
        (UserTrouble.SUSPENDED, (), OutsideReason.NO_GROUP),
        (UserTrouble.SUSPENDED, ("a",), OutsideReason.SUSPENDED),
        (UserTrouble.STAGED, ("a",), OutsideReason.STAGED),
        (UserTrouble.LOCKED, ("a",), OutsideReason.LOCKED),
        (UserTrouble.PASSWORD_EXPIRED, ("a",), OutsideReason.PASSWORD_EXPIRED),
    ],
)
def test_why_somebody_would_not_get_in(
    trouble: UserTrouble | None, let_in: tuple[str, ...], reason: OutsideReason
) -> None:
    users = {"ann@acme.example": User(id="a", email="ann@acme.example", trouble=trouble)}
    (outsider,) = left_outside(["ann@acme.example"], users, let_in)
    assert outsider.reason is reason


def test_somebody_jumpcloud_does_not_know_is_outside() -> None:
    (outsider,) = left_outside(["ben@acme.example"], USERS, {"a"})
    assert outsider.email == "ben@acme.example"
    assert outsider.reason is OutsideReason.NO_USER
