"""*Try it* and *Summary*, with what is taken back."""

from typing import Final

from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from deskpro_sso_gui.practice.faults import Fault
from deskpro_sso_gui.practice.store import Store
from deskpro_sso_gui.problems import ProblemCode
from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.progress import next_stage
from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Flow
from deskpro_sso_gui.tasks import validate
from deskpro_sso_gui.ui.pages.summary import SummaryPage
from deskpro_sso_gui.ui.pages.validate import ValidatePage
from tests.support.doing import (
    automatic,
    choosing_automatic,
    part,
    practised,
    ready_to_switch,
    set_method,
    undoing,
)
from tests.support.gallery.common import busy, changed, told
from tests.support.gallery.exhibit import Bring, Exhibit, Visit, as_it_is
from tests.support.trying import asked_for_second_step, begun, checked, issued
from tests.support.visits import sign_in_from_deskpro
from tests.support.window import click, type_text, until

_TRY: Final = StageId.VALIDATE
_SUMMARY: Final = StageId.SUMMARY
_OTHER_ADDRESS: Final = part("service_provider", acs_url="https://acme.example/callback/4")


async def _watching(visit: Visit) -> None:
    await checked(visit)
    await begun(visit, Flow.FROM_DESKPRO)
    await visit.waiting()


async def _issued(visit: Visit) -> None:
    await checked(visit)
    await begun(visit, Flow.FROM_DESKPRO)
    await sign_in_from_deskpro(visit.sandbox)
    await issued(visit, Flow.FROM_DESKPRO)
    type_text(visit.at(ValidatePage).trials[Flow.FROM_DESKPRO].name, "Ann Example")


async def _second_step(visit: Visit) -> None:
    await checked(visit)
    await begun(visit, Flow.FROM_DESKPRO)

    visit.change(asked_for_second_step)
    section = visit.at(ValidatePage).trials[Flow.FROM_DESKPRO]
    await until(lambda: section._noticed is not None)
    await visit.waiting()


async def _refused_by_jumpcloud(visit: Visit) -> None:
    await checked(visit)
    client = await visit.session.services.jumpcloud(visit.session.record)
    application = visit.session.record.application
    assert application is not None
    await client.unbind(application.id, await client.bound_groups(application.id))
    await begun(visit, Flow.FROM_DESKPRO)
    await sign_in_from_deskpro(visit.sandbox)

    def failure() -> object:
        trial = visit.session.record.validation.trial(Flow.FROM_DESKPRO)
        return trial is not None and trial.failure

    await until(failure)
    await visit.waiting()


async def _refused_by_deskpro(visit: Visit) -> None:
    await checked(visit)
    visit.set_faults(Fault.WRONG_AUDIENCE)
    await begun(visit, Flow.FROM_DESKPRO)
    await sign_in_from_deskpro(visit.sandbox)
    await issued(visit, Flow.FROM_DESKPRO)
    section = visit.at(ValidatePage).trials[Flow.FROM_DESKPRO]
    click(section.failed_button)
    type_text(section.saw, "Sorry, we could not sign you in.")
    click(section.note_button)
    await until(lambda: not section.recording.isHidden())
    await visit.settled()
    section.recording.set_open(on=True)
    await visit.settled()


async def _without_events(visit: Visit) -> None:
    await checked(visit)
    visit.set_faults(Fault.NO_EVENTS)
    visit.press_primary()
    section = visit.at(ValidatePage).trials[Flow.FROM_DESKPRO]
    await until(lambda: section._missing.open)
    await visit.settled()


async def _locked_out(visit: Visit) -> None:
    await choosing_automatic(visit)
    outside = visit.at(ValidatePage).switch.outside
    ann, ben, cleo, dora = (user.email for user in visit.sandbox.users)
    type_text(outside.people, f"{ann} {ben} {cleo} Dora <{dora}> alex@acme.example")
    click(outside.compare_button)
    await until(lambda: visit.session.record.validation.people)
    await visit.settled()
    view = outside.outsiders.view
    view.setCurrentIndex(view.model().index(0, 0))
    QTest.keyClick(view, Qt.Key.Key_Space)
    await visit.settled()


async def _nobody_knows(visit: Visit) -> None:
    await choosing_automatic(visit)
    click(visit.at(ValidatePage).switch.outside.no_list_button)
    await until(lambda: visit.session.record.validation.people)
    await visit.settled()


async def _switched(visit: Visit) -> None:
    await ready_to_switch(visit)
    visit.press_primary()
    await until(lambda: visit.session.record.validation.sso_method is SsoMethod.AUTOMATIC)
    await visit.settled()


async def _finished_automatic(visit: Visit) -> None:
    await _switched(visit)
    session = visit.session
    await validate.start_trial(session, Flow.AFTER_SWITCH)
    await validate.confirm_issued(session, Flow.AFTER_SWITCH)
    await validate.confirm_accepted(session, Flow.AFTER_SWITCH, "Ann Example")
    await visit.settled()


async def _set_back_first(visit: Visit) -> None:
    await set_method(visit, SsoMethod.AUTOMATIC)
    await visit.session.commit(_OTHER_ADDRESS)
    await visit.settled()


async def _too_early(visit: Visit) -> None:
    visit.change(automatic)
    visit.press_primary()
    await until(lambda: visit.at(ValidatePage).before.checks)
    await visit.settled()


async def _practising(visit: Visit) -> None:
    await practised(visit, Fault.USERS_FORM)


def _try(
    state: str,
    bring: Bring = as_it_is,
    after: StageId | None = StageId.ACCESS,
    *,
    busy_: bool = False,
) -> Exhibit:
    return Exhibit(_TRY, state, bring, after=after, busy=busy_)


TRY: Final = (
    _try("locked", after=StageId.METADATA),
    _try("empty"),
    _try("busy", busy, busy_=True),
    _try("failed", told(ProblemCode.TOO_MANY_REQUESTS, host="acme.deskpro.com")),
    _try("compared", checked),
    _try("watching", _watching, busy_=True),
    _try("second-step", _second_step, busy_=True),
    _try("issued", _issued),
    _try("refused-by-jumpcloud", _refused_by_jumpcloud, busy_=True),
    _try("refused-by-deskpro", _refused_by_deskpro),
    _try("without-events", _without_events),
    _try("done", after=_TRY),
    _try("stale", changed(_OTHER_ADDRESS), _TRY),
    _try("choosing-automatic", choosing_automatic, _TRY),
    _try("locked-out", _locked_out, _TRY),
    _try("nobody-knows", _nobody_knows, _TRY),
    _try("ready-to-switch", ready_to_switch, _TRY),
    _try("after-automatic", _switched, _TRY),
    _try("automatic-done", _finished_automatic, _TRY),
    _try("set-back-first", _set_back_first, _TRY),
    _try("automatic-too-early", _too_early),
    _try("practising-a-failure", _practising),
)


async def saved(visit: Visit) -> None:
    """Save the summary, so that nothing is left to do."""
    visit.at(SummaryPage).use_folder(str(visit.folder / "handed over"))
    visit.press_primary()
    await until(lambda: next_stage(visit.session.record) is None)
    await visit.settled()


async def _no_folder(visit: Visit) -> None:
    visit.at(SummaryPage).use_folder(str(visit.file("a file", b"") / "below"))
    visit.press_primary()
    await visit.settled()


async def _moved_on(visit: Visit) -> None:
    await saved(visit)
    metadata = visit.session.record.metadata
    assert metadata is not None
    await visit.session.commit(part("metadata", url=f"{metadata.url}0"))
    await visit.settled()


def _inactive(store: Store) -> None:
    for application in store.world.applications.values():
        application.active = False
        application.group_ids = []


async def _opened_later(visit: Visit) -> None:
    record_id = visit.session.record.id
    visit.window.go_home()
    await visit.settled()
    await visit.window.open_setup(record_id)
    await until(lambda: visit.at(SummaryPage).health.looks)
    await visit.settled()


async def _healthy(visit: Visit) -> None:
    await saved(visit)
    await _opened_later(visit)


async def _unhealthy(visit: Visit) -> None:
    await saved(visit)
    visit.change(_inactive)
    await _opened_later(visit)
    visit.at(SummaryPage).health._details.set_open(on=True)
    await visit.settled()


async def _undo(visit: Visit) -> None:
    await undoing(visit)


async def _undo_after_automatic(visit: Visit) -> None:
    await set_method(visit, SsoMethod.AUTOMATIC)
    await undoing(visit)


async def _undo_changed(visit: Visit) -> None:
    client = await visit.session.services.jumpcloud(visit.session.record)
    (there,) = await client.applications()
    renamed = replace(there, label="Bob's desk")
    await client.update_application(renamed, active=True, config=renamed.config)
    await undoing(visit)


async def _undo_busy(visit: Visit) -> None:
    await visit.network(None)
    visit.at(SummaryPage).undo.set_open(on=True)
    await visit.waiting()


async def _undo_failed(visit: Visit) -> None:
    await visit.network(ProblemCode.CONNECTION_REFUSED)
    await undoing(visit)


async def _undone(visit: Visit) -> None:
    _, button = await undoing(visit)
    click(button)
    await until(lambda: visit.session.record.application is None)
    await visit.settled()


def _end(state: str, bring: Bring = as_it_is, after: StageId | None = _TRY) -> Exhibit:
    return Exhibit(_SUMMARY, state, bring, after=after, busy=bring is _undo_busy)


SUMMARY: Final = (
    _end("empty", after=None),
    _end("unfinished", after=StageId.DESKPRO_CONFIGURE),
    _end("ready"),
    _end("failed", _no_folder),
    _end("done", saved),
    _end("stale", _moved_on),
    _end("nothing-changed", _healthy),
    _end("much-changed", _unhealthy),
    _end("undo", _undo, StageId.ACCESS),
    _end("undo-busy", _undo_busy, StageId.ACCESS),
    _end("undo-failed", _undo_failed, StageId.ACCESS),
    _end("undo-after-automatic", _undo_after_automatic),
    _end("undo-others-changed", _undo_changed, StageId.ACCESS),
    _end("undo-done", _undone, StageId.ACCESS),
)
