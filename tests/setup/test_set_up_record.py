import json
from collections.abc import Callable
from datetime import UTC, datetime
from types import NoneType
from typing import Any, get_type_hints

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec import inspect

from deskpro_sso_gui.setup import facts
from deskpro_sso_gui.setup import parts as record_parts
from deskpro_sso_gui.setup.record import RecordError, RecordFault, SetupRecord, decode, encode
from deskpro_sso_gui.setup.values import Basis, Value

NOW = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)

lines = st.text(
    st.characters(blacklist_categories=["Cs"], blacklist_characters="\x7f", min_codepoint=32),
    max_size=40,
)
identifiers = st.from_regex(r"[0-9A-Za-z_-]{1,64}", fullmatch=True)
moments = st.datetimes(
    min_value=datetime(1990, 1, 1),  # noqa: DTZ001 - hypothesis adds the zone
    max_value=datetime(2090, 1, 1),  # noqa: DTZ001 - as above
    timezones=st.timezones(),
).map(lambda moment: moment.astimezone(UTC))
bases = st.dictionaries(st.sampled_from(Value), lines, max_size=5)
hexadecimals = st.text("0123456789abcdef", min_size=64, max_size=64)

KNOWN: dict[Any, st.SearchStrategy[Any]] = {
    record_parts.Line: lines,
    record_parts.Identifier: identifiers,
    record_parts.PerhapsIdentifier: identifiers | st.just(""),
    record_parts.FileName: st.from_regex(r"[0-9A-Za-z][0-9A-Za-z._-]{0,99}", fullmatch=True),
    record_parts.Fingerprint: hexadecimals,
    record_parts.Moment: moments,
    Basis: bases,
    record_parts.Pem: lines.map("-----BEGIN CERTIFICATE-----\n{}".format),
    datetime: moments,
    NoneType: st.none(),
    str: lines,
}
SPECIAL: dict[tuple[Any, str], st.SearchStrategy[Any]] = {
    (SetupRecord, "version"): st.just(1),
    (record_parts.CertificateState, "sha1"): hexadecimals.map(lambda digits: digits[:40]),
}


def values_of(kind: Any) -> st.SearchStrategy[Any]:
    """Return values of any type that stands in a record."""
    if kind in KNOWN:
        return KNOWN[kind]
    match inspect.type_info(kind):
        case inspect.StructType():
            return parts(kind)
        case inspect.UnionType():
            return st.one_of([values_of(each) for each in kind.__args__])
        case inspect.VarTupleType():
            return st.lists(values_of(kind.__args__[0]), max_size=3).map(tuple)
        case inspect.FrozenSetType():
            return st.frozensets(values_of(kind.__args__[0]), max_size=3)
    found: st.SearchStrategy[Any] = st.from_type(kind)
    return found


def parts(kind: Any) -> st.SearchStrategy[Any]:
    """Return structures of ``kind`` with each of their fields filled in."""
    fields = {
        name: SPECIAL[kind, name] if (kind, name) in SPECIAL else values_of(hint)
        for name, hint in get_type_hints(kind, include_extras=True).items()
        if name in kind.__struct_fields__
    }
    return st.builds(kind, **fields)


@settings(max_examples=60, deadline=None)
@given(parts(SetupRecord))
def test_every_record_comes_back_from_its_file_as_it_was(original: SetupRecord) -> None:
    assert decode(encode(original)) == original


def minimal() -> dict[str, Any]:
    return {
        "version": 1,
        "id": "one",
        "created_at": "2026-11-23T14:05:00Z",
        "changed_at": "2026-11-23T14:05:00Z",
    }


def refusal(content: bytes) -> RecordFault:
    with pytest.raises(RecordError) as refused:
        decode(content)
    return refused.value.fault


@settings(max_examples=30, deadline=None)
@given(parts(SetupRecord))
def test_a_digest_is_that_of_the_record_read_back(original: SetupRecord) -> None:
    assert decode(encode(original)).digest() == original.digest()


@given(st.text(max_size=3000))
def test_any_text_becomes_a_line_that_a_record_takes(text: str) -> None:
    named = SetupRecord(created_at=NOW, changed_at=NOW, name=record_parts.one_line(text))
    assert decode(encode(named)) == named


def test_the_least_a_file_must_have_is_enough() -> None:
    assert decode(json.dumps(minimal()).encode()).id == "one"


def test_the_version_is_written_although_it_is_the_default() -> None:
    written = encode(SetupRecord(created_at=NOW, changed_at=NOW))
    assert json.loads(written)["version"] == 1


def exported(name: str) -> dict[str, Any]:
    return {"at": NOW.isoformat(), "folder": "out", "files": [name]}


def test_a_summary_is_named_by_its_files() -> None:
    file = {**minimal(), "exports": [exported("summary.html")]}
    assert decode(json.dumps(file).encode()).exports[0].files == ("summary.html",)


@pytest.mark.parametrize(
    "spoil",
    [
        lambda file: file.pop("version"),
        lambda file: file.pop("changed_at"),
        lambda file: file.update(version=0),
        lambda file: file.update(version="1"),
        lambda file: file.update(id="../../etc"),
        lambda file: file.update(id="one\n"),
        lambda file: file.update(name="two\nlines"),
        lambda file: file.update(name="x" * 2049),
        lambda file: file.update(created_at="2026-11-23T14:05:00"),
        lambda file: file.update(unknown=1),
        lambda file: file.update(helpdesk={"url": "https://a.example", "password": "x"}),
        lambda file: file.update(helpdesk={"url": "https://a.example", "interface": "nobody"}),
        lambda file: file.update(tester={"id": "1", "email": "a@b.example", "more": 1}),
        lambda file: file.update(deskpro={"basis": {"no_such_value": "x"}}),
        lambda file: file.update(exports=[exported("../summary.html")]),
        lambda file: file.update(exports=[exported("/opt/another/program")]),
        lambda file: file.update(exports=[exported("..")]),
    ],
)
def test_a_file_that_does_not_fit_is_refused_as_a_whole(
    spoil: Callable[[dict[str, Any]], object],
) -> None:
    file = minimal()
    spoil(file)
    assert refusal(json.dumps(file).encode()) is RecordFault.DOES_NOT_FIT


@pytest.mark.parametrize("content", [b"", b"{", b"null", b"\xff\xfe", b"[" * 100_000, b"<xml/>"])
def test_what_is_no_set_up_file_at_all_is_refused(content: bytes) -> None:
    assert refusal(content) is RecordFault.DOES_NOT_FIT


def test_a_newer_file_is_named_as_such_whatever_is_in_it() -> None:
    assert refusal(b'{"version": 2, "something": "new"}') is RecordFault.NEWER_VERSION


@settings(max_examples=200, deadline=None)
@given(st.integers(0, 400), st.integers(0, 255))
def test_a_file_with_a_changed_byte_is_read_or_refused_and_nothing_else(
    position: int, byte: int
) -> None:
    content = bytearray(encode(SetupRecord(id="one", created_at=NOW, changed_at=NOW)))
    content[position % len(content)] = byte
    try:
        decode(bytes(content))
    except RecordError as error:
        assert error.fault in RecordFault  # noqa: PT017 - either outcome is right


@pytest.mark.parametrize(
    ("region", "slo_url"),
    [
        (facts.Region.US, "https://console.jumpcloud.com/userconsole/"),
        (facts.Region.EU, "https://console.eu.jumpcloud.com/userconsole/"),
        (facts.Region.INDIA, "https://console.in.jumpcloud.com/userconsole/"),
    ],
)
def test_the_log_off_address_is_that_of_the_region(region: facts.Region, slo_url: str) -> None:
    account = record_parts.Account(region=region, organization=facts.Organization(id="o"))
    known = SetupRecord(created_at=NOW, changed_at=NOW, account=account).values()
    assert known == {Value.ORGANIZATION: "o", Value.SLO_URL: slo_url}
