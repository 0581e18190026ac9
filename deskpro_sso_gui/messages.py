"""The mark of a text that people read.

A text is declared once, in English, where the thing it speaks of lives; ``texts`` turns it into
the chosen language when it is shown. Braces in it name its values, as in ``str.format``.
"""


def N_(message: str) -> str:  # noqa: N802 - the name gettext tools look for
    """Mark ``message`` for translation and return it unchanged."""
    return message


def NN_(one: str, several: str) -> tuple[str, str]:  # noqa: N802 - N_ for two
    """Mark the forms of a text for one and for several, and return them unchanged."""
    return one, several
