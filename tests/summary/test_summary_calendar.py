"""The calendar file: valid by RFC 5545, only days still to come, and safe to import twice."""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from icalendar import Calendar, Event
from msgspec.structs import replace

from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.calendar import to_calendar
from deskpro_sso_gui.summary.facts import summary_facts
from tests.support.records import NOW
from tests.support.summaries import LONG, RECORDS

ENDS = date(2031, 11, 22)
_LINE = re.compile(r"[A-Z-]+(;[A-Z-]+=[^:;]+)*:.*")
_ONCE = ("UID", "DTSTAMP", "DTSTART", "DTEND", "SEQUENCE", "SUMMARY", "DESCRIPTION", "TRANSP")


def written(which: str, now: datetime = NOW) -> str:
    return to_calendar(summary_facts(RECORDS[which](), now=now))


def events(text: str) -> list[Event]:
    calendar = Calendar.from_ical(text)
    found = [each for each in calendar.walk("VEVENT") if isinstance(each, Event)]
    assert not any(each.errors for each in calendar.walk())
    return found


def unfolded(text: str) -> list[str]:
    """Return the content lines of a calendar that keeps to the letter of RFC 5545, 3.1."""
    data = text.encode()
    assert data.endswith(b"\r\n")
    assert not re.search(rb"(?<!\r)\n|\r(?!\n)", data), "a line must end in CR LF"
    assert not re.search(rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]", data), "a control character"
    physical = data.split(b"\r\n")[:-1]
    assert max(map(len, physical)) <= 75, "a line has more than 75 octets"
    for line in physical:
        line.decode()  # a letter of several octets must not be folded in two
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


@pytest.mark.parametrize("which", [which for which in RECORDS if which != "fresh"])
def test_every_line_is_as_the_standard_wants_it(which: str) -> None:
    lines = unfolded(written(which))
    assert [line for line in lines if not _LINE.fullmatch(line)] == []
    assert lines[0] == "BEGIN:VCALENDAR"
    assert lines[-1] == "END:VCALENDAR"
    assert lines.count("VERSION:2.0") == sum(line.startswith("PRODID:") for line in lines) == 1
    body = "\n".join(lines)
    for event in re.findall(r"BEGIN:VEVENT\n(.*?)\nEND:VEVENT", body, re.DOTALL):
        own = re.sub(r"BEGIN:VALARM\n.*?\nEND:VALARM", "", event, flags=re.DOTALL)
        names = re.findall(r"^([A-Z-]+)[:;]", own, re.MULTILINE)
        assert [names.count(name) for name in _ONCE] == [1] * len(_ONCE)
        assert re.search(r"^DTSTAMP:\d{8}T\d{6}Z$", own, re.MULTILINE)
        assert re.search(r"^DTSTART;VALUE=DATE:\d{8}$", own, re.MULTILINE)
        alarms = re.findall(r"BEGIN:VALARM\n(.*?)\nEND:VALARM", event, re.DOTALL)
        assert len(alarms) == 1
        assert {"ACTION:DISPLAY", "TRIGGER:PT9H"} <= set(alarms[0].split("\n"))


def test_it_reminds_before_the_end_and_at_the_end() -> None:
    found = events(written("finished"))
    days = {each.start for each in found}
    wanted = {ENDS - timedelta(days=days) for days in (60, 30, 7, 1, 0)}
    assert days == wanted | {date(2027, 3, 1)}
    for event in found:
        assert event.end - event.start == timedelta(days=1)
        summary, description = str(event["SUMMARY"]), str(event["DESCRIPTION"])
        assert summary.endswith("(acme.example)")
        assert "DeskPRO sign-in through JumpCloud: acme.example" in description
        assert "Helpdesk: https://acme.example" in description
    reminder = str(next(e for e in found if e.start == ENDS - timedelta(days=30))["DESCRIPTION"])
    assert "choose “Renew a certificate”" in reminder
    assert "SHA-256 fingerprint: AA:AA" in reminder
    last = str(next(e for e in found if e.start == ENDS)["DESCRIPTION"])
    assert "If nobody gets in: the way back" in last
    assert "sudo opc inst -i {helpdeskID} login-token {email}" in last


def test_what_has_gone_by_is_left_out() -> None:
    later = datetime(2031, 11, 1, tzinfo=UTC)
    days = {each.start for each in events(written("finished", later))}
    assert days == {ENDS - timedelta(days=days) for days in (7, 1, 0)}
    assert written("finished", datetime(2031, 12, 1, tzinfo=UTC)) == ""
    assert written("fresh") == ""


def uids(record: SetupRecord, now: datetime = NOW) -> dict[str, date]:
    found = events(to_calendar(summary_facts(record, now=now)))
    return {str(each["UID"]): each.start for each in found}


def test_imported_again_its_events_move_and_do_not_double() -> None:
    record = RECORDS["finished"]()
    assert record.certificate is not None
    before = uids(record)
    assert len(before) == 6
    longer = record.certificate.not_after + timedelta(days=100)
    renewed = replace(
        record,
        id="elsewhere",
        name="Another name",
        certificate=replace(record.certificate, not_after=longer),
    )
    after = uids(renewed, NOW + timedelta(days=1))
    assert after.keys() == before.keys()
    moved = sorted(after[uid] - before[uid] for uid in after)
    assert moved == [timedelta(0), *[timedelta(days=100)] * 5]
    first, second = (
        {str(each["UID"]): int(str(each["SEQUENCE"])) for each in events(text)}
        for text in (written("finished"), written("finished", NOW + timedelta(hours=1)))
    )
    assert all(second[uid] > first[uid] for uid in first)


def test_two_set_ups_have_events_of_their_own() -> None:
    record = RECORDS["finished"]()
    assert record.application is not None
    other = replace(
        record, application=replace(record.application, idp_url="https://sso.example/saml2/b")
    )
    assert not uids(record).keys() & uids(other).keys()


def test_a_name_from_outside_is_text_in_it() -> None:
    for event in events(written("hostile")):
        assert "`*_[x](https://evil.example)|" in str(event["SUMMARY"])
        assert "\n" not in str(event["SUMMARY"])
        assert "\u202e" not in str(event["SUMMARY"])
    assert LONG.strip() in str(events(written("long"))[0]["SUMMARY"])


def test_practice_is_no_reminder_of_something_real() -> None:
    for event in events(written("practice")):
        assert str(event["SUMMARY"]).startswith("Practice: ")
