"""What matters once the set-up is filed: the way back in, and the days to remember."""

from datetime import date as Date  # noqa: N812 - texts.date words a date
from datetime import datetime, timedelta
from typing import Final

from deskpro_sso_gui.messages import N_
from deskpro_sso_gui.setup.record import SetupRecord
from deskpro_sso_gui.summary.model import DateEntry, WayBack
from deskpro_sso_gui.texts import date, plural, t

REMINDER_DAYS: Final = (60, 30, 7, 1)
"""How long before the certificate's end to be reminded (reference/conditions.md, C14)."""

LOGIN_TOKEN_COMMAND: Final = "sudo opc inst -i {helpdeskID} login-token {email}"  # noqa: S105 - a command that makes one
"""On DeskPRO's own server, prints an address that signs an agent in (reference/deskpro.md §6)."""

_CLOUD_SUFFIX: Final = ".deskpro.com"


def ways_back(record: SetupRecord) -> tuple[WayBack, ...]:
    """Return how to get in when the sign-in fails, the easiest first.

    The helpdesk's address tells whether it is DeskPRO's cloud; where it does not, both ways that
    depend on it are given.
    """
    ways = [
        WayBack(
            key="open_session",
            text=t(
                N_(
                    "In the DeskPRO window where an administrator is still signed in, open Auth & "
                    "SSO and set SSO Method back to Disabled. Keep that window open until the "
                    "sign-in has been seen to work."
                )
            ),
            command="",
        ),
        WayBack(
            key="second_administrator",
            text=t(
                N_(
                    "Ask a second DeskPRO administrator who is signed in, on another computer or "
                    "in another browser, to do the same."
                )
            ),
            command="",
        ),
    ]
    if not _in_cloud(record):
        ways.append(
            WayBack(
                key="on_premise",
                text=t(
                    N_(
                        "DeskPRO on your own server: this command prints an address that signs "
                        "one agent in. It works for five minutes."
                    )
                ),
                command=LOGIN_TOKEN_COMMAND,
            )
        )
    ways.append(
        WayBack(
            key="cloud",
            text=t(N_("DeskPRO in the cloud: write to DeskPRO's support. They can let you in.")),
            command="",
        )
    )
    return tuple(ways)


def _in_cloud(record: SetupRecord) -> bool:
    host = record.helpdesk.url.partition("://")[2] if record.helpdesk else ""
    return host.partition("/")[0].partition(":")[0].endswith(_CLOUD_SUFFIX)


def dates(record: SetupRecord, *, now: datetime) -> tuple[DateEntry, ...]:
    """Return the days to remember, the earliest first."""
    today = now.date()
    entries = _certificate_dates(record, today)
    expiry = record.account.administrator.key_expires_at if record.account else None
    if expiry is not None:
        label = t(N_("JumpCloud's key of the administrator runs out"))
        entries.append(_entry("key_expires", expiry.date(), 0, today, label))
    return tuple(sorted(entries, key=lambda entry: entry.on))


def _certificate_dates(record: SetupRecord, today: Date) -> list[DateEntry]:
    if record.certificate is None:
        return []
    end = record.certificate.not_after.date()
    reminders = [
        _entry(
            "certificate_reminder",
            end - timedelta(days=days),
            days,
            today,
            plural(
                N_("Renew the certificate: one day is left"),
                N_("Renew the certificate: {count} days are left"),
                days,
            ),
        )
        for days in REMINDER_DAYS
    ]
    label = t(N_("The certificate runs out: from then on nobody gets in with JumpCloud"))
    return [*reminders, _entry("certificate_expires", end, 0, today, label)]


def _entry(key: str, on: Date, days: int, today: Date, label: str) -> DateEntry:
    return DateEntry(key=key, on=on, days_before=days, past=on < today, label=label, value=date(on))
