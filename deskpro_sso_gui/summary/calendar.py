"""The days to remember as a calendar file (RFC 5545): one event a day, with what to do then."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Final
from uuid import NAMESPACE_URL, uuid5

from icalendar import Alarm, Calendar, Event

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.summary.model import DateEntry, Entry, Summary
from deskpro_sso_gui.summary.wording import HEADINGS
from deskpro_sso_gui.texts import t

_ALARM: Final = timedelta(hours=9)
"""An event of a whole day begins at midnight; nobody wants to be told then."""

_FACTS: Final = frozenset({"helpdesk", "certificate_not_after", "certificate_sha256"})


def to_calendar(summary: Summary) -> str:
    """Return the days that are still to come as a calendar; empty where there are none.

    An event keeps its UID for as long as helpdesk and app stay the same, whoever exports it: a
    calendar that imports the file again moves its events and gets no second ones.
    """
    days = [day for day in summary.dates if not day.past]
    if not days:
        return ""  # a calendar without a component is none (RFC 5545, 3.4)
    calendar = Calendar()
    calendar.add("prodid", f"-//{summary.program}//{summary.program_version}//EN")
    calendar.add("version", "2.0")
    for day in days:
        calendar.add_component(_event(summary, day))
    data: bytes = calendar.to_ical()
    return data.decode()


def _event(summary: Summary, day: DateEntry) -> Event:
    what = f"{day.label} ({summary.name})"
    event = Event()
    event.add("uid", str(uuid5(NAMESPACE_URL, f"{summary.id}/{day.key}/{day.days_before}")))
    event.add("dtstamp", summary.made_at)
    event.add("last-modified", summary.made_at)
    event.add("sequence", int(summary.made_at.timestamp()) // 60)
    event.add("dtstart", day.on)
    event.add("dtend", day.on + timedelta(days=1))
    event.add("summary", t(N_("Practice: {what}"), what=what) if summary.practice else what)
    event.add("description", "\n".join(_description(summary, day)))
    event.add("transp", "TRANSPARENT")
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", what)
    alarm.add("trigger", _ALARM)
    event.add_component(alarm)
    return event


def _description(summary: Summary, day: DateEntry) -> Iterator[str]:
    if summary.practice_words:
        yield summary.practice_words
    yield _advice(summary, day)
    yield ""
    yield summary.title
    yield from (_line(entry) for entry in (*summary.about, *summary.values) if entry.key in _FACTS)
    if day.key == "certificate_expires":
        yield ""
        yield f"{t(HEADINGS.ways_back)}:"
        yield from (f"- {way.text} {way.command}".rstrip() for way in summary.ways_back)
    yield ""
    yield t(
        HEADINGS.made,
        moment=summary.made,
        program=summary.program,
        version=summary.program_version,
    )


def _line(entry: Entry) -> str:
    return f"{entry.label[:1].upper()}{entry.label[1:]}: {entry.value}"


def _advice(summary: Summary, day: DateEntry) -> str:
    if day.key == "key_expires":
        return t(
            N_(
                "People go on signing in. Only {program} needs a new key, when JumpCloud is to be "
                "changed."
            ),
            program=summary.program,
        )
    return t(
        N_(
            "Make a new certificate in JumpCloud and give it to DeskPRO before the old one has run "
            "out. {program} leads through it: open it and choose “{choice}”."
        ),
        program=summary.program,
        choice=t(N_("Renew a certificate")),
    )
