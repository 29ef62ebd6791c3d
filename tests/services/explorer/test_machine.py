"""Any acts in any order, by everybody at once: after each of them no rule of money is broken."""

import os

import pytest
from hypothesis import HealthCheck, settings

from tests.services.explorer.at_the_till import Cashier, Supervisor
from tests.services.explorer.elsewhere import Elsewhere

RELEASE = os.environ.get("EXPLORER") == "release"
EXAMPLES = int(os.environ.get("EXPLORER_EXAMPLES", "2000" if RELEASE else "40"))
STEPS = int(os.environ.get("EXPLORER_STEPS", "60" if RELEASE else "25"))


class TillInTown(Cashier, Supervisor, Elsewhere):
    """All of them."""


@pytest.mark.timeout(20_000 if RELEASE else 240)
class TestTillInTown(TillInTown.TestCase):  # type: ignore[name-defined,misc]  # made by Hypothesis
    """EXPLORER=release, EXPLORER_EXAMPLES and EXPLORER_STEPS make it larger."""


TestTillInTown.settings = settings(
    max_examples=EXAMPLES,
    stateful_step_count=STEPS,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
