"""A finding is told alike in the window and on the command line."""

import subprocess
import sys

from deskpro_sso_gui.diagnosis.conditions import found
from deskpro_sso_gui.diagnosis.finding import Level
from deskpro_sso_gui.texts.findings import finding_text, level_text


def test_all_that_is_said_is_in_one_value() -> None:
    said = finding_text(found("S5", saw="https://a.example/3", expected="https://a.example/4"))

    assert said.level == "This is the cause"
    assert said.headline.endswith(".")
    assert "https://a.example/3" in said.saw
    assert "https://a.example/4" in said.expected
    assert said.differences == "The difference: the number in it."
    assert said.lines == (said.saw, said.expected, said.differences, said.advice, said.proof)


def test_what_differs_is_left_out_where_nothing_is_compared() -> None:
    said = finding_text(found("S13"))

    assert said.differences == ""
    assert "" not in said.lines


def test_dates_are_written_as_people_write_them() -> None:
    said = finding_text(found("C14", variant="expired", saw="2026-05-03", expected="2026-05-04"))

    assert "3 May 2026" in said.saw


def test_each_level_has_words() -> None:
    assert len({level_text(level) for level in Level}) == len(Level)


def test_the_words_load_nothing_heavy() -> None:
    script = "import sys, deskpro_sso_gui.texts.findings as _; print('\\n'.join(sys.modules))"
    done = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    )

    assert not {"lxml", "signxml", "cryptography", "babel"} & set(done.stdout.split())
