"""What else could it be? The differential diagnosis of a runner's pain in the back of the thigh.

>>> import whatelse
>>> differential = whatelse.assess("examples/sit_bone_30_weeks.yaml")  # doctest: +SKIP
>>> differential.ranking[:3]  # doctest: +SKIP

Not a medical device, never validated on patients. See docs/ for what it is and is not.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from whatelse.errors import InputError
from whatelse.version import __version__

if TYPE_CHECKING:
    from whatelse.case import Case
    from whatelse.knowledge import Knowledge
    from whatelse.triage import Assessment

__all__ = ["InputError", "__version__", "assess", "load_knowledge"]


def load_knowledge(*overlays: str | Path) -> Knowledge:
    """The shipped knowledge, with overlay files merged over it in order. Raises InputError for a broken overlay."""
    from whatelse.knowledge import load
    from whatelse.knowledge.check import require_sound

    return require_sound(load(tuple(overlays))) if overlays else load()


def assess(
    case: Case | Mapping[str, Any] | str | Path,
    *,
    setting: str | None = None,
    stage: Literal["history", "exam", "all"] = "all",
    knowledge: Knowledge | None = None,
) -> Assessment:
    """How urgent one case is, and the possible sources of its pain with exact probabilities of the stated model.

    case: a Case, a mapping in the form of a case file (``{"findings": {"worse_sitting": True}}``), or the path of
    a file that holds one case. setting: where the person is seen (default: the case's own, else a general sports
    clinic). stage: use what the ``history`` tells, also the ``exam``, or ``all``.

    Raises InputError (a ValueError) with one line that says what to mend.
    """
    from whatelse.case import Case, parse_case, read_cases
    from whatelse.triage import assess as assess_case

    known = knowledge if knowledge is not None else load_knowledge()
    if isinstance(case, (str, Path)):
        found = [item for _, item in read_cases(case, known)]
        if len(found) != 1:
            raise InputError(f"holds {len(found)} cases, expected one", file=str(case))
        if isinstance(found[0], InputError):
            raise found[0]
        case = found[0]
    elif not isinstance(case, Case):
        case = parse_case(case, known)
    return assess_case(case, known, setting, stage)
