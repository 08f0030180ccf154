"""Where ``serve`` keeps its cases: on this computer's disk where the store can, else in memory."""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec

from whatelse.web.cases import Cases, MemoryCases

#: The adapter of the store on disk.
ON_DISK = "whatelse.web.kept"


def cases_kept(memory: bool) -> Cases:
    """memory: keep nothing beyond this process."""
    if memory or find_spec(ON_DISK) is None:
        return MemoryCases()
    found: Cases = import_module(ON_DISK).open_cases()
    return found
