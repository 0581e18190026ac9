"""How many examples a property is tried with: 300 usually, far more where that is asked for."""

import os
from typing import Final

from hypothesis import HealthCheck, settings

EXAMPLES: Final = int(os.environ.get("DESKPRO_SSO_EXAMPLES", "300"))
"""``make exhaustive`` asks for 20,000."""

thorough: Final = settings(
    deadline=None,
    max_examples=EXAMPLES,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
