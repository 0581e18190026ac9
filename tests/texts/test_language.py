from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest

from deskpro_sso_gui import texts


@pytest.fixture(autouse=True)
def _english_again() -> Iterator[None]:
    yield
    texts.use("en")


def test_values_are_put_in_and_never_read_as_texts_themselves() -> None:
    assert texts.t("Saved in {path}", path="{0} {evil!r}") == "Saved in {0} {evil!r}"


def test_the_pseudo_language_changes_words_and_keeps_placeholders() -> None:
    texts.use(texts.PSEUDO)
    shown = texts.t("Valid until {date}", date="today")
    assert "today" in shown
    assert "Valid" not in shown
    assert shown.startswith("[")
    assert len(shown) > len("Valid until today") * 1.25


def test_the_pseudo_language_keeps_formats_inside_placeholders() -> None:
    texts.use(texts.PSEUDO)
    assert "007" in texts.t("{number:03} tries", number=7)


def test_the_pseudo_language_has_both_plural_forms() -> None:
    texts.use(texts.PSEUDO)
    one = texts.plural("{count} group", "{count} groups", 1)
    several = texts.plural("{count} group", "{count} groups", 1200)
    assert one != several
    assert "1,200" in several


def test_an_empty_text_stays_empty() -> None:
    texts.use(texts.PSEUDO)
    assert texts.t("") == ""


@pytest.mark.parametrize("language", ["", "xx", "zz-ZZ", "not a language"])
def test_a_language_without_a_catalogue_is_english_in_words_dates_and_numbers(
    language: str,
) -> None:
    texts.use(language)
    assert texts.language() == "en"
    assert texts.t("Before you start") == "Before you start"
    assert texts.date(date(2031, 11, 23)) == "23 November 2031"
    assert texts.number(1_234_567) == "1,234,567"


def test_a_moment_is_shown_in_this_computers_time_zone() -> None:
    moment = datetime(2026, 11, 23, 14, 5, tzinfo=UTC)
    assert f"{moment.astimezone():%H:%M}" in texts.date_time(moment)


@pytest.mark.parametrize(
    ("tag", "day", "amount"),
    [
        ("en", "23 November 2031", "1,234,567"),
        ("de", "23. November 2031", "1.234.567"),
        ("es", "23 de noviembre de 2031", "1.234.567"),
        ("fr", "23 novembre 2031", "1\N{NARROW NO-BREAK SPACE}234\N{NARROW NO-BREAK SPACE}567"),
        ("pt-BR", "23 de novembro de 2031", "1.234.567"),
        ("ja", "2031年11月23日", "1,234,567"),
    ],
)
def test_dates_and_numbers_are_the_languages(tag: str, day: str, amount: str) -> None:
    texts.use(tag)
    assert texts.date(date(2031, 11, 23)) == day
    assert texts.number(1_234_567) == amount


def test_the_pseudo_language_from_the_right_keeps_its_values() -> None:
    texts.use(texts.PSEUDO_RTL)
    shown = texts.t("Valid until {date}", date="today")
    assert texts.is_right_to_left()
    assert "today" in shown
    assert shown[0] == shown[-1] == "\N{RIGHT-TO-LEFT MARK}"
    assert shown.count("\N{RIGHT-TO-LEFT OVERRIDE}") == 2
    assert shown.count("\N{RIGHT-TO-LEFT OVERRIDE}") == shown.count(
        "\N{POP DIRECTIONAL FORMATTING}"
    )


@pytest.mark.parametrize("tag", [*texts.LANGUAGES, texts.PSEUDO])
def test_every_other_language_begins_on_the_left(tag: str) -> None:
    texts.use(tag)
    assert not texts.is_right_to_left()


@pytest.mark.parametrize(
    ("system", "wanted"),
    [
        (["de-DE"], "de"),
        (["de-CH", "fr-CH"], "de"),
        (["it-IT", "fr-CH", "en-GB"], "fr"),
        (["pt-PT"], "pt-BR"),
        (["pt-BR"], "pt-BR"),
        (["ja-JP"], "ja"),
        (["zh-CN"], "en"),
        ([], "en"),
    ],
)
def test_the_language_suits_the_system(system: list[str], wanted: str) -> None:
    assert texts.choose("", system) == wanted


def test_what_was_saved_goes_before_the_system_and_the_environment_before_both(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    assert texts.choose("fr", ["de-DE"]) == "fr"
    monkeypatch.setenv(texts.ENVIRONMENT, "ja")
    assert texts.choose("fr", ["de-DE"]) == "ja"


@pytest.mark.parametrize(
    ("variables", "tags"),
    [
        ({"LANG": "de_DE.UTF-8"}, ["de-DE"]),
        ({"LANG": "de_DE.UTF-8", "LC_MESSAGES": "fr_FR.UTF-8"}, ["fr-FR"]),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "pt_BR.UTF-8"}, ["pt-BR"]),
        ({"LANG": "de_DE@euro", "LANGUAGE": "fr:es"}, ["fr", "es", "de-DE"]),
        ({"LANG": "C.UTF-8", "LANGUAGE": "fr"}, []),
        ({"LANG": "POSIX"}, []),
        ({}, []),
    ],
)
def test_a_terminals_language_is_read_as_posix_says(
    variables: dict[str, str], tags: list[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("LANG", "LC_ALL", "LC_MESSAGES", "LANGUAGE"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert texts.system_languages() == tags
