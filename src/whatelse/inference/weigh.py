"""One case observed and solved once, for everything that asks more about it than the differential says."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from whatelse.case import Case, Stage
from whatelse.case.told_by_care import with_care
from whatelse.case.trials import Reading
from whatelse.errors import InputError
from whatelse.inference.compile import Model, compiled
from whatelse.inference.evidence import Evidence
from whatelse.inference.observe import Account, observe
from whatelse.inference.posterior import Posterior, posterior, with_groups, without
from whatelse.inference.ranking import names_of, probabilities
from whatelse.knowledge.schema import Knowledge


@dataclass(frozen=True, eq=False)
class Weighed:
    """A case, what was seen, and the exact answer.

    case: as known at the stage, with the answers that treatments and scans stand for. evidence: what entered the
    answer, without what was set aside for width. names: node -> the name it is ranked by.
    """

    case: Case
    treatments: tuple[Reading, ...]
    images: tuple[Reading, ...]
    model: Model
    evidence: Evidence
    account: Account
    result: Posterior
    names: dict[int, str]
    told: dict[str, float]
    """Probability of every condition, as printed."""

    def ranked(self) -> list[tuple[int, str, float]]:
        """(node, name, probability) of the ranking, likeliest first."""
        out = [(node, name, self.of(node)) for node, name in self.names.items()]
        return sorted(out, key=lambda item: (-round(item[2], 9), item[1]))

    def of(self, node: int) -> float:
        """The ranked probability of a node; for "something else", that no listed source is there."""
        return self.result.unlisted if node == self.model.network.other else float(self.result.nodes[node])


def weigh(
    case: Case,
    knowledge: Knowledge,
    setting: str | None = None,
    stage: Stage = "all",
    groups: Mapping[str, tuple[int, ...]] | None = None,
    solved: Iterable[Weighed] = (),
) -> Weighed:
    """Raises InputError for an unknown setting, answers that cannot be evidence, or findings that contradict.

    groups: names for "any of these nodes", instead of all groups of the knowledge. Each costs time; a group that is
    left out then has the probability of its own node. solved: other cases; one of which the same was seen has the same
    answer ("don't know" tells nothing).
    """
    model = compiled(knowledge, setting or case.setting or knowledge.default_setting)
    if groups is not None:
        model = replace(model, network=replace(model.network, groups=dict(groups)))
    known, treatments, images = with_care(case.at_stage(stage, knowledge), knowledge)
    evidence, account = observe(known, model)
    same = (one for one in solved if one.model is model and one.evidence == evidence and not one.result.dropped)
    like = next(same, None)
    if like is not None:
        names, told = like.names, like.told
        return Weighed(known, treatments, images, model, evidence, account, like.result, names, told)
    result = posterior(model.network, evidence)
    if not result.evidence > 0.0:
        raise InputError(
            "these findings cannot all be true together in this model; look for a contradiction",
            file=case.file,
        )
    for key in result.dropped:
        evidence = without(evidence, key)
        account.used.pop(key, None)
        account.set_aside[key] = "more findings than can be weighed at once; this one tells least"
    names, told = _named(model, result)
    return Weighed(known, treatments, images, model, evidence, account, result, names, told)


def regrouped(weighed: Weighed, groups: Mapping[str, tuple[int, ...]]) -> Weighed:
    """The same case with other groups, as ``weigh`` gives it with them; only the groups are worked out anew."""
    model = replace(weighed.model, network=replace(weighed.model.network, groups=dict(groups)))
    result = with_groups(model.network, weighed.evidence, weighed.result)
    names, told = _named(model, result)
    return replace(weighed, model=model, result=result, names=names, told=told)


def _named(model: Model, result: Posterior) -> tuple[dict[int, str], dict[str, float]]:
    """Node -> the name it is ranked by; probability of every condition."""
    told = probabilities(model, result)
    names = names_of(model, told, result)
    sources = [n for n in range(len(model.causes)) if model.network.pain[n]]
    # names_of goes through the pain sources in their order, one name each.
    return dict(zip(sources, names, strict=True)), told
