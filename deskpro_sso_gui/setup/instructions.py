"""What a person does in a console: steps as data, in the console's own words.

Labels are the console's own and are never translated.
"""

import msgspec

OPEN_STEP = "open"
"""The name of the step that opens the console: a page puts its button there."""


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step.

    Attributes:
        name: names it in a record of ticks.
        text: what to do, marked for translation.
        path: the places on the way, in the console's words.
        label: the control, in the console's words.
        certain: without it the label is shown as "may be called".
        value: what to put there.
        note: what to know about it, marked for translation.
    """

    name: str
    text: str
    path: tuple[str, ...] = ()
    label: str = ""
    certain: bool = True
    value: str = ""
    note: str = ""
