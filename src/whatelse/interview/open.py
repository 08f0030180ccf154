"""Which questions are open: not answered, not implied, parents first, families once, nothing that cannot be."""

from __future__ import annotations

from collections.abc import Callable, Collection
from dataclasses import dataclass

from whatelse.case import Case
from whatelse.interview.answer import SPORT_FINDING
from whatelse.interview.catalogue import Catalogue
from whatelse.interview.types import AGE, SEX, SIDE, SITE, SPORT
from whatelse.triage.known import Known, known


@dataclass(frozen=True, eq=False)
class Open:
    """core: what is still to be asked of everyone, in order. now: ids that may be asked now, sorted. later: details
    whose parent comes first. elsewhere: what only others can find out."""

    core: tuple[str, ...]
    now: tuple[str, ...]
    later: tuple[str, ...]
    elsewhere: tuple[str, ...]


def open_questions(
    case: Case,
    catalogue: Catalogue,
    asked: Collection[str] = (),
    offered: Callable[[str], bool] | None = None,
    seen: Known | None = None,
) -> Open:
    """``case``: with what treatments and scans tell. asked: put and not answered. offered: whether a test may be done
    by the runner; by default all may. seen: the case as the rules see it, where it is known already."""
    seen = known(case, catalogue.knowledge) if seen is None else seen
    return _Sieve(case, catalogue, frozenset(asked), seen, offered).sift()


class _Sieve:
    def __init__(
        self,
        case: Case,
        catalogue: Catalogue,
        asked: frozenset[str],
        seen: Known,
        offered: Callable[[str], bool] | None,
    ) -> None:
        self.case, self.catalogue, self.seen, self.offered = case, catalogue, seen, offered
        self.put = asked | set(case.findings)
        knowledge = catalogue.knowledge
        self.needless = set(knowledge.safety.not_for.get(case.person.sex or "", ()))
        self.replaced = {
            item for name in case.findings if name in knowledge.findings for item in knowledge.findings[name].replaces
        }

    def sift(self) -> Open:
        catalogue = self.catalogue
        core = tuple(self._core())
        now: list[str] = []
        later: list[str] = []
        for name in sorted(catalogue.asks):
            if name in catalogue.core or not self._is_open(name) or not self._may_be_done(name):
                continue
            waits = self._waits(name)
            if waits is not None:
                (later if waits else now).append(name)
        elsewhere = [n for n in sorted(catalogue.elsewhere) if self._is_open(n) and self._waits(n) is not None]
        return Open(core, tuple(now), tuple(later), tuple(elsewhere))

    def _core(self) -> list[str]:
        case, out = self.case, []
        for name in self.catalogue.core:
            if name == SITE:
                is_open = SITE not in self.put and not self.put.intersection(self.catalogue.questions[SITE].findings)
            elif name in (AGE, SEX):
                is_open = getattr(case.person, name) is None and name not in self.put
            elif name == SIDE:
                is_open = case.side == "unknown" and name not in self.put
            elif name == SPORT:
                is_open = case.person.sport is None and not self.put.intersection((SPORT, SPORT_FINDING))
            else:
                is_open = self._is_open(name)
                second = self.catalogue.otherwise.get(name)
                if not is_open and second and name not in self.seen.numbers and self._is_open(second):
                    name, is_open = second, True
            if is_open:
                out.append(name)
        return out

    def _is_open(self, name: str) -> bool:
        """Not answered, not put before, not settled by another answer, possible for the person."""
        seen, members = self.seen, self.catalogue.members(name)
        family = self.catalogue.knowledge.composite_of(name)
        if family:
            members = (*members, *self.catalogue.members(family))
        if self.put.intersection(members) or name in self.needless or name in self.replaced:
            return False
        return name not in seen.signs and name not in seen.numbers and name not in seen.least

    def _may_be_done(self, name: str) -> bool:
        question = self.catalogue.questions[name]
        if question.stage != "exam" or self.catalogue.audience == "clinician" or self.offered is None:
            return True
        return self.offered(name)

    def _waits(self, name: str) -> bool | None:
        """Whether a more general finding comes first; None where that one was put and is not known."""
        for general in self.catalogue.above.get(name, ()):
            if general in self.seen.signs:
                continue
            if general in self.put:
                if self.catalogue.audience == "runner":
                    return None
            elif general in self.catalogue.asks or general in self.catalogue.core:
                return True
        return False
