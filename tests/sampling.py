"""How far a long test goes: a sample in the quick profile, everything with `./whatelse test --all`."""

import os
from typing import TypeVar

T = TypeVar("T")

PROFILE = os.environ.get("WHATELSE_TEST_PROFILE") or "quick"


def sample(quick: T, full: T) -> T:
    """The first value in the quick profile, the second in the full one; usable while collecting, too."""
    return full if PROFILE == "full" else quick
