"""What comes next: the work it asks for, and where *Next* leads."""

import msgspec
import pytest

from deskpro_sso_gui.setup.facts import SsoMethod
from deskpro_sso_gui.setup.parts import ByHand
from deskpro_sso_gui.setup.progress import Status, progress
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.upcoming import Upcoming, Work, next_after, upcoming
from deskpro_sso_gui.texts.upcoming import work_text
from tests.support.records import certificate, done_until, new_record

ORDER = [stage.id for stage in STAGES]
WORK = {
    StageId.APPLICATION: (Work.CONFIRM, 0),
    StageId.DESKPRO_ADD: (Work.COPY_FROM_DESKPRO, 2),
    StageId.JUMPCLOUD_SSO: (Work.CONFIRM, 0),
    StageId.CERTIFICATE: (Work.CONFIRM, 0),
    StageId.METADATA: (Work.COPY_ADDRESS, 0),
    StageId.DESKPRO_CONFIGURE: (Work.COPY_INTO_DESKPRO, 5),
    StageId.ACCESS: (Work.CHOOSE_GROUPS, 0),
    StageId.VALIDATE: (Work.SIGN_IN, 2),
    StageId.SUMMARY: (Work.SAVE, 0),
}


@pytest.mark.parametrize("stage", WORK)
def test_the_work_of_the_next_stage_is_named_and_counted(stage: StageId) -> None:
    record = done_until(ORDER[ORDER.index(stage) - 1])
    work, count = WORK[stage]
    assert upcoming(record) == Upcoming(stage=stage, work=work, count=count)


def test_a_new_set_up_wants_three_answers_and_a_finished_one_nothing() -> None:
    first = upcoming(new_record())
    assert first == Upcoming(stage=StageId.PREREQUISITES, work=Work.ANSWER, count=3)
    assert work_text(first) == "3 things to tell us"
    assert upcoming(done_until(StageId.SUMMARY)) is None


def test_what_is_done_by_hand_asks_for_other_work() -> None:
    by_hand = ByHand(stages=frozenset({StageId.APPLICATION, StageId.CERTIFICATE}))
    record = msgspec.structs.replace(done_until(StageId.PREREQUISITES), by_hand=by_hand)
    assert upcoming(record) == Upcoming(stage=StageId.APPLICATION, work=Work.MAKE_APP)


def test_what_went_out_of_date_is_looked_at_again_and_automatic_comes_back_first() -> None:
    record = done_until(StageId.SUMMARY)
    stale = msgspec.structs.replace(record, certificate=certificate("c", record))
    assert upcoming(stale) == Upcoming(stage=StageId.VALIDATE, work=Work.SET_BACK)
    disabled = msgspec.structs.replace(stale.validation, sso_method=SsoMethod.DISABLED)
    back = msgspec.structs.replace(stale, validation=disabled)
    assert upcoming(back) == Upcoming(stage=StageId.METADATA, work=Work.LOOK_AGAIN)


@pytest.mark.parametrize("work", Work)
def test_every_work_has_words(work: Work) -> None:
    assert work_text(Upcoming(stage=StageId.ACCESS, work=work, count=2))


def test_next_leads_past_what_is_done() -> None:
    record = done_until(StageId.ACCESS)
    assert next_after(record, StageId.PREREQUISITES) is StageId.VALIDATE
    assert next_after(record, StageId.VALIDATE) is StageId.SUMMARY


def test_next_walks_on_where_nothing_after_it_wants_a_hand() -> None:
    record = done_until(StageId.SUMMARY)
    assert [next_after(record, stage) for stage in ORDER] == [*ORDER[1:], None]


def test_a_renewed_certificate_is_right_and_the_metadata_from_before_is_old() -> None:
    record = done_until(StageId.METADATA)
    new = msgspec.structs.replace(
        certificate("c", record), matches_jumpcloud=True, matches_metadata=False
    )
    found = progress(msgspec.structs.replace(record, certificate=new))
    assert found[StageId.CERTIFICATE].status is Status.DONE
    assert found[StageId.METADATA].status is Status.STALE
    unknown = msgspec.structs.replace(new, matches_jumpcloud=None, source=new.source.FILE)
    found = progress(msgspec.structs.replace(record, certificate=unknown))
    assert found[StageId.CERTIFICATE].status is Status.NEEDS_ATTENTION
