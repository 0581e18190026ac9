import ast
import string
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path

import pytest

import deskpro_sso_gui
from deskpro_sso_gui import texts
from deskpro_sso_gui.problems import PROBLEM_TEXTS, Problem, ProblemCode
from deskpro_sso_gui.saml.faults import CertificateFault, MetadataFault
from deskpro_sso_gui.setup.progress import Status
from deskpro_sso_gui.setup.stages import STAGES, StageId
from deskpro_sso_gui.setup.values import Value

PACKAGE = Path(deskpro_sso_gui.__file__).parent


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    texts.use("en")


def placeholders(message: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(message) if name is not None}


def needed(code: ProblemCode) -> set[str]:
    words = PROBLEM_TEXTS[code]
    return placeholders(words.title) | placeholders(words.advice)


# values that are codes of ours, and are put into words themselves
CODES: dict[tuple[ProblemCode, str], type[StrEnum]] = {
    (ProblemCode.STAGE_NOT_READY, "stage"): StageId,
    (ProblemCode.CERTIFICATE_UNREADABLE, "reason"): CertificateFault,
    (ProblemCode.METADATA_UNREADABLE, "reason"): MetadataFault,
}


@pytest.mark.parametrize("language", ["en", texts.PSEUDO])
@pytest.mark.parametrize("code", ProblemCode)
def test_every_problem_has_words_with_all_its_values_in_them(
    code: ProblemCode, language: str
) -> None:
    texts.use(language)
    names = needed(code)
    assert all(name.isidentifier() for name in names)
    # digits stay as they are where a value is itself a marked text and gets translated
    plain = {name: f"<{number}>" for number, name in enumerate(names) if (code, name) not in CODES}
    coded = {name: next(iter(CODES[code, name])).value for name in names - plain.keys()}
    shown = texts.problem_text(Problem(code=code, values=plain | coded))
    assert shown.title
    assert shown.advice
    for value in plain.values():
        assert value in shown.title + shown.advice
    assert "{" not in shown.title + shown.advice


@pytest.mark.parametrize(
    ("code", "name", "value"),
    [(code, name, value) for (code, name), values in CODES.items() for value in values],
)
def test_every_code_a_problem_speaks_of_has_words_of_its_own(
    code: ProblemCode, name: str, value: StrEnum
) -> None:
    texts.use(texts.PSEUDO)
    shown = texts.problem_text(Problem(code=code, values={name: value.value}))
    assert shown.title.count("[") == 2
    assert "{" not in shown.title


def test_no_problem_is_worded_like_another() -> None:
    titles = [words.title for words in PROBLEM_TEXTS.values()]
    assert len(set(titles)) == len(ProblemCode)


def raised() -> Iterator[tuple[str, ProblemCode, set[str]]]:
    """Yield where a problem is made of a code written out, which, and the values it is given."""
    for file in sorted(PACKAGE.rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            match node:
                case ast.Call(
                    func=ast.Name(id="ProblemError"),
                    args=[ast.Attribute(value=ast.Name(id="ProblemCode"), attr=code)],
                    keywords=keywords,
                ) if all(keyword.arg for keyword in keywords):
                    given = {keyword.arg for keyword in keywords if keyword.arg}
                    yield f"{file.name}:{node.lineno}", ProblemCode[code], given


def test_whoever_raises_a_problem_gives_it_the_values_its_words_name() -> None:
    made = list(raised())
    assert len(made) > 10
    lacking = [
        f"{place}: {code.value} lacks {sorted(needed(code) - given)}"
        for place, code, given in made
        if needed(code) - given
    ]
    assert lacking == []


def test_every_status_and_value_has_a_name_of_its_own() -> None:
    assert len({texts.status_text(status) for status in Status}) == len(Status)
    assert len({texts.value_name(value) for value in Value}) == len(Value)


def test_every_stage_is_named_and_explained_in_the_pseudo_language() -> None:
    texts.use(texts.PSEUDO)
    for stage in STAGES:
        for message in (stage.name, stage.title, stage.why):
            assert texts.t(message).startswith("[")
            assert texts.t(message) != message
