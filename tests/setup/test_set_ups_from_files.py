"""Whatever a set-up file says, it becomes proposals: nothing of it is believed."""

import json
from copy import deepcopy
from datetime import UTC, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from deskpro_sso_gui.setup.facts import Interface, Region, SsoMethod
from deskpro_sso_gui.setup.from_file import as_opened
from deskpro_sso_gui.setup.parts import BoundGroup, ByHand
from deskpro_sso_gui.setup.progress import holds, may_switch, next_stage
from deskpro_sso_gui.setup.provenance import Settled
from deskpro_sso_gui.setup.record import RecordError, SetupRecord, decode, encode
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from tests.support.records import done_until
from tests.support.thorough import thorough

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)


def finished() -> SetupRecord:
    record = done_until(StageId.SUMMARY)
    assert record.application is not None
    assert record.access is not None
    made = replace(record.application, made_here=True, label="Help desk", hidden=True)
    group = BoundGroup(id="g", name="Support", made_here=True)
    return replace(
        record,
        name="Acme",
        application=made,
        access=replace(record.access, groups=(group,)),
    )


def opened(record: SetupRecord) -> SetupRecord:
    return as_opened(record, record_id="new", at=NOW, file="from-a-colleague.json")


def believes_nothing(record: SetupRecord) -> None:
    assert record.opened is not None
    assert not record.confirmed
    assert record.opened.settled is None
    assert record.id == "new"
    for part in ("helpdesk", "account", "tester", "application", "service_provider", "applied"):
        assert getattr(record, part) is None
    for part in ("certificate", "metadata", "deskpro", "access"):
        assert getattr(record, part) is None
    assert record.validation.trials == ()
    assert record.validation.sso_method is SsoMethod.UNKNOWN
    assert not record.validation.stays_with_button
    assert record.exports == ()
    assert record.values() == {}
    assert not may_switch(record)
    assert not any(holds(record, flow) for flow in Flow)
    assert next_stage(record) is StageId.PREREQUISITES


def test_a_finished_set_up_from_elsewhere_begins_anew_and_proposes_its_values() -> None:
    told = finished()
    assert may_switch(told)
    record = opened(told)
    believes_nothing(record)
    proposed = record.opened
    assert proposed is not None
    assert proposed.file == "from-a-colleague.json"
    assert proposed.helpdesk_url == "https://acme.example"
    assert proposed.interface is Interface.AGENTS
    assert proposed.region is Region.US
    assert proposed.tester == "ann@acme.example"
    assert (proposed.label, proposed.hidden, proposed.suffix) == ("Help desk", True, "deskpro")
    assert proposed.acs_url == "https://acme.example/saml/3/acs"
    assert proposed.sp_entity_id == "https://acme.example/saml/3"
    assert decode(encode(record)) == record


def test_where_a_set_up_without_a_key_said_its_jumpcloud_is_is_proposed_too() -> None:
    told = replace(
        finished(),
        account=None,
        by_hand=ByHand(without_key=True, region=Region.EU, organization="Acme"),
    )
    record = opened(told)
    believes_nothing(record)
    assert record.opened is not None
    assert (record.opened.region, record.opened.organization) == (Region.EU, "Acme")


def test_neither_certificate_nor_metadata_address_is_even_proposed() -> None:
    told = finished()
    assert told.certificate is not None
    assert told.metadata is not None
    kept = encode(opened(told)).decode()
    assert told.certificate.sha256 not in kept
    assert told.metadata.url not in kept


def test_one_of_the_two_addresses_alone_is_not_proposed() -> None:
    told = finished()
    assert told.service_provider is not None
    half = replace(told, service_provider=replace(told.service_provider, sp_entity_id=""))
    proposed = opened(half).opened
    assert proposed is not None
    assert (proposed.acs_url, proposed.pending) == ("", False)


def test_what_was_opened_and_handed_on_keeps_its_proposals_and_no_confirmation() -> None:
    first = opened(finished())
    assert first.opened is not None
    settled = replace(first, opened=replace(first.opened, settled=Settled.ADMIN))
    again = opened(settled)
    believes_nothing(again)
    assert again.opened == first.opened


def test_a_set_up_is_confirmed_once_its_helpdesk_is_and_its_addresses_are_settled() -> None:
    record, told = opened(finished()), finished()
    assert record.opened is not None
    assert not replace(record, helpdesk=told.helpdesk).confirmed
    left_out = replace(record, opened=replace(record.opened, settled=Settled.LEFT_OUT))
    assert not left_out.confirmed
    assert replace(left_out, helpdesk=told.helpdesk).confirmed
    assert SetupRecord(created_at=NOW, changed_at=NOW).confirmed


WHOLE: dict[str, Any] = json.loads(encode(finished()))
PLACES = [(part,) for part in WHOLE] + [
    (part, inner) for part, value in WHOLE.items() if isinstance(value, dict) for inner in value
]
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
) | st.sampled_from(
    ["automatic", "https://evil.example/acs", "../../x", "deskpro", True, "read", "admin", {}]
)
EXTRA = st.dictionaries(
    st.sampled_from(["opened", "seal", "practice", "confirmed", "id", "validation", "version"]),
    JSON
    | st.just({"at": "2026-11-23T14:05:00Z", "settled": "admin", "acs_url": "https://x.example"}),
    max_size=2,
)


@thorough
@given(st.dictionaries(st.sampled_from(PLACES), JSON, max_size=4), EXTRA)
def test_a_changed_file_is_refused_or_believed_in_nothing(
    changes: dict[tuple[str, ...], Any], extra: dict[str, Any]
) -> None:
    document = json.loads(json.dumps(WHOLE))
    for place, value in changes.items():
        at: Any = document
        for step in place[:-1]:
            at = at.get(step) if isinstance(at, dict) else None
        if isinstance(at, dict):
            at[place[-1]] = deepcopy(value)  # a sampled one is the same each time
    _look(json.dumps(document | extra).encode())


@thorough
@given(st.data())
def test_a_damaged_file_is_refused_or_believed_in_nothing(data: st.DataObject) -> None:
    content = bytearray(encode(finished()))
    for _ in range(data.draw(st.integers(1, 4))):
        start = data.draw(st.integers(0, len(content)))
        end = data.draw(st.integers(start, min(len(content), start + 60)))
        content[start:end] = data.draw(st.binary(max_size=8) | st.just(bytes(content[start:end])))
    _look(bytes(content))


def _look(content: bytes) -> None:
    try:
        told = decode(content)
    except RecordError:
        return
    record = opened(told)
    believes_nothing(decode(encode(record)))
