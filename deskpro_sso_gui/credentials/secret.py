"""A value that must not be seen: keys, client secrets, passwords."""

import hmac
from typing import Final, NoReturn, final

_MASK: Final = "Secret(…)"


@final
class Secret:
    """Holds a secret text and shows it only to who asks by name.

    ``repr``, ``str`` and formatting give a mask; it can't be pickled, copied deeply or encoded as
    JSON; comparing two takes the same time wherever they differ.
    """

    __slots__ = ("__value",)

    __hash__ = None  # type: ignore[assignment]  # a secret is nobody's dictionary key

    def __init__(self, value: str) -> None:
        self.__value = value

    def reveal(self) -> str:
        """Return the secret text, to be handed to the one place it is for."""
        return self.__value

    def __repr__(self) -> str:
        return _MASK

    def __str__(self) -> str:
        return _MASK

    def __format__(self, spec: str) -> str:
        return _MASK

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Secret):
            return NotImplemented
        mine, theirs = self.reveal(), other.reveal()
        # surrogates come in from undecodable input and must not turn a comparison into an error
        return hmac.compare_digest(
            mine.encode("utf-8", "surrogatepass"), theirs.encode("utf-8", "surrogatepass")
        )

    def __reduce_ex__(self, protocol: object) -> NoReturn:
        raise TypeError("a secret leaves this process only where it is revealed")
