"""A summary of a set-up by hand says whose word stands for what."""

from deskpro_sso_gui.setup.stages import StageId
from deskpro_sso_gui.setup.trials import Evidence
from deskpro_sso_gui.summary.facts import summary_facts
from deskpro_sso_gui.summary.html import to_html
from deskpro_sso_gui.summary.markdown import to_markdown
from tests.support.records import NOW, by_hand_until, done_until


def test_every_word_is_marked_as_hers() -> None:
    facts = summary_facts(by_hand_until(StageId.VALIDATE), now=NOW)
    assert facts.finished
    notes = {stage.id: stage.note for stage in facts.stages if stage.by_hand}
    assert notes == {
        StageId.PREREQUISITES: "JumpCloud by hand, without a key",
        StageId.APPLICATION: "by hand, as you told us; JumpCloud's metadata says the same",
        StageId.JUMPCLOUD_SSO: "by hand, as you told us",
        StageId.ACCESS: "by hand, as you told us",
    }
    about = {entry.key: entry.value for entry in facts.about}
    assert about["organization"] == "Acme Inc"
    assert about["jumpcloud"] == "by hand in its Admin Portal, without a key"
    assert "administrator" not in about
    halves = [half for proof in facts.proofs for half in (proof.issued, proof.accepted)]
    assert {half.evidence for half in halves if half} == {Evidence.ADMIN}
    assert "So the administrator told us; JumpCloud was not asked." in facts.access.notes


def test_the_documents_say_it_too() -> None:
    facts = summary_facts(by_hand_until(StageId.VALIDATE), now=NOW)
    for document in (to_markdown(facts), to_html(facts)):
        assert "by hand, as you told us" in document
        assert "without a key" in document


def test_nothing_is_marked_so_where_a_key_was_used() -> None:
    facts = summary_facts(done_until(StageId.VALIDATE), now=NOW)
    assert not any(stage.by_hand or stage.note for stage in facts.stages)
    assert "by hand" not in to_markdown(facts)
