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
