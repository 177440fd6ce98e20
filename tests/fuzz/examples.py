"""Says how many examples a property is tried with: a few in the suite, many in the long run."""

from __future__ import annotations

import os
from typing import Final

from hypothesis import HealthCheck, Phase, settings

TIMES: Final = "FUZZ_TIMES"
"""The variable that makes every property be tried so many times as often."""


def examples(few: int) -> settings:
    """Try a property with so many examples in the suite, the same each time.

    The long run begins with none known, and draws others.
    """
    times = int(os.environ.get(TIMES, "0"))
    return settings(
        max_examples=few * max(times, 1),
        deadline=None,
        database=None,
        derandomize=not times,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.explicit, Phase.generate, Phase.target, Phase.shrink),
        print_blob=bool(times),
    )
