"""Documents that show conditions C1 to C19, and documents that nearly do."""

from datetime import UTC, datetime
from typing import Final

from tests.support.condition_cases.case import Case
from tests.support.saml_documents import (
    metadata_xml,
    signer,
)

POSITIVE: Final[dict[str, Case]] = {
    "certificate has run out": Case(
        "C14",
        lambda: (signer(begin=datetime(2019, 1, 1, tzinfo=UTC)).pem,),
        variant="expired",
        headline=False,
    ),
    "certificate is not valid yet": Case(
        "C14",
        lambda: (signer(begin=datetime(2027, 1, 1, tzinfo=UTC)).pem,),
        variant="early",
        headline=False,
    ),
    "certificate runs out in 59 days": Case(
        "C14",
        lambda: (signer(begin=datetime(2021, 7, 2, tzinfo=UTC)).pem,),
        variant="soon",
        headline=False,
    ),
    "certificate in metadata has run out at the given time": Case(
        "C14",
        lambda: (metadata_xml(),),
        {"now": datetime(2031, 1, 1, tzinfo=UTC)},
        variant="expired",
        headline=False,
    ),
}

NEAR_MISSES: Final[dict[str, Case]] = {
    "C14: 61 days left": Case("C14", lambda: (signer(begin=datetime(2021, 7, 5, tzinfo=UTC)).pem,)),
    "C14: the last second": Case(
        "C14", lambda: (signer().pem,), {"now": datetime(2024, 1, 1, tzinfo=UTC)}
    ),
}
