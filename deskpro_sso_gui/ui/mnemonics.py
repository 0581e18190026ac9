"""A letter to press with Alt for a button whose words change, in whatever language.

Buttons with words of their own carry their ``&`` in the text, for the translator to place.
"""

from collections.abc import Collection


def letter_of(text: str) -> str:
    """Return the letter behind ``text``'s ``&``, small; empty where there is none."""
    plain = text.replace("&&", "")
    at = plain.find("&")
    return plain[at + 1 : at + 2].casefold() if at >= 0 else ""


def with_mnemonic(text: str, taken: Collection[str]) -> str:
    """Return ``text`` for a button, with an ``&`` before a letter that is not in ``taken``.

    The first letter of a word is taken rather than one inside, and one that every keyboard has.
    An ``&`` of the text itself is shown as it stands.
    """
    places = sorted(
        (place for place, letter in enumerate(text) if _usable(letter, taken)),
        key=lambda place: (place > 0 and text[place - 1].isalnum(), place),
    )
    at = places[0] if places else len(text)
    mark = "&" if places else ""
    return text[:at].replace("&", "&&") + mark + text[at:].replace("&", "&&")


def _usable(letter: str, taken: Collection[str]) -> bool:
    return letter.isascii() and letter.isalpha() and letter.casefold() not in taken
