"""What a case turned out to be: read from its ``truth``, for the exam only. The engine never sees it."""

from __future__ import annotations

from typing import Any, Literal, get_args

import msgspec

from whatelse.case import Case
from whatelse.errors import InputError, nearest, shown
from whatelse.knowledge.schema import Knowledge, Urgency

Use = Literal["full", "triage", "lenient", "behaviour"]
_FIELDS = ("conditions", "acceptable", "partly")


class Truth(msgspec.Struct, frozen=True):
    """The confirmed diagnosis of a case.

    conditions: the first one primary, further ones confirmed at the same time. acceptable: names that are as good.
    partly: half right. urgency: what the presentation calls for, None where nobody said. use: ``full`` cases are
    ranked, all but ``behaviour`` are triaged.
    """

    conditions: tuple[str, ...]
    acceptable: tuple[str, ...] = ()
    partly: tuple[str, ...] = ()
    urgency: Urgency | None = None
    group: str = ""
    use: Use = "full"

    @property
    def ranked(self) -> bool:
        return self.use == "full"

    @property
    def triaged(self) -> bool:
        return self.use != "behaviour" and self.urgency is not None

    @property
    def several(self) -> bool:
        return len(self.conditions) > 1


def truth_of(case: Case) -> Truth | None:
    """The truth of a case, None where it tells none. Raises InputError for one that cannot be read."""
    raw = case.truth
    if raw is None:
        return None
    if not isinstance(raw, dict):
        raise _bad(case, "truth", f"found {shown(raw)}, expected a mapping with conditions")
    named = {field: _ids(case, field, raw.get(field)) for field in _FIELDS}
    use = _one_of(case, "scoring_use", raw.get("scoring_use", "full"), get_args(Use))
    if not named["conditions"] and use == "full":
        raise _bad(case, "truth.conditions", "names no condition, so the case cannot be ranked")
    urgency = raw.get("urgency")
    if urgency is not None:
        urgency = _one_of(case, "urgency", str(urgency).replace("-", "_"), get_args(Urgency))
    return Truth(urgency=urgency, group=str(raw.get("group") or ""), use=use, **named)


def unknown_names(truths: list[Truth], knowledge: Knowledge) -> tuple[str, ...]:
    """Names in truths that are no condition of the knowledge: they can never be answered."""
    named = {name for truth in truths for name in (*truth.conditions, *truth.acceptable, *truth.partly)}
    return tuple(sorted(named - set(knowledge.conditions)))


def _ids(case: Case, field: str, raw: Any) -> tuple[str, ...]:
    if raw is None:
        return ()
    if not isinstance(raw, list) or not all(isinstance(name, str) for name in raw):
        raise _bad(case, f"truth.{field}", f"found {shown(raw)}, expected a list of condition ids")
    return tuple(raw)


def _one_of(case: Case, field: str, raw: Any, known: tuple[str, ...]) -> Any:
    if raw not in known:
        expected = f"expected {', '.join(known)}{nearest(str(raw), known)}"
        raise _bad(case, f"truth.{field}", f"found {shown(raw)}, {expected}")
    return raw


def _bad(case: Case, field: str, message: str) -> InputError:
    return InputError(message, file=case.file, field=field)
