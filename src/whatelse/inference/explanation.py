"""Why a cause stands where it stands: what speaks for it, what against it, and what is not known yet. As data.

Weights are in decibans, 10 log10 of a ratio of odds (Good 1950). Two for each finding: *left out*, how much the odds
would fall if only this finding were not known; and *sequential*, what it added when the findings came one by one in a
fixed order, which add up to the whole way from the cause's share to its probability.
"""

from __future__ import annotations

import itertools
import math
from dataclasses import replace
from typing import Any

import msgspec
import numpy as np
from numpy.typing import NDArray

from whatelse.case import Case, Stage
from whatelse.inference.basis import Basis, bases
from whatelse.inference.compile import Model
from whatelse.inference.differential import rounded
from whatelse.inference.evidence import Evidence
from whatelse.inference.expand import Value
from whatelse.inference.network import Network
from whatelse.inference.posterior import posterior
from whatelse.inference.unasked import candidates, changes, variants_of
from whatelse.inference.uncertain import base_values
from whatelse.inference.variants import FACT, WEEK, Answers, Variant, solve, told_names
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Knowledge

Array = NDArray[np.float64]

#: Causes explained, and open findings named for each.
CAUSES, OPEN = 5, 4
#: Causes for which open findings are looked for; further ones share what these brought up.
ASKED_FOR = 3
#: Probabilities nearer to 0 or 1 than this have no log odds worth telling.
NEAREST = 1e-12
#: Weights smaller than this (decibans) speak neither for nor against.
NOTHING = 0.05


class Weight(msgspec.Struct, frozen=True):
    """What one finding does to one cause. ``note``: why it weighs nothing, where it was set aside."""

    finding: str
    label: str
    answer: Any
    decibans: float
    sequential_decibans: float
    bases: tuple[Basis, ...]
    note: str


class NotKnown(msgspec.Struct, frozen=True):
    """A finding nobody told yet. p_yes: how likely a yes is now; the decibans that either answer would bring.

    expected_change: of the probability of the cause, averaged over the answers; exact, not counting its sign.
    """

    finding: str
    label: str
    p_yes: float
    decibans_if_yes: float
    decibans_if_no: float
    expected_change: float


class Explained(msgspec.Struct, frozen=True):
    """One ranked cause. prior: its probability when nothing is told. decibans: from there to its probability, what the
    sequential weights add up to. Strongest weights first.

    neither: what weighs next to nothing, and what was set aside, with its reason.
    """

    condition: str
    label: str
    prior: float
    probability: float
    decibans: float
    speaks_for: tuple[Weight, ...]
    speaks_against: tuple[Weight, ...]
    neither: tuple[Weight, ...]
    not_known: tuple[NotKnown, ...]

    @property
    def weights(self) -> tuple[Weight, ...]:
        return (*self.speaks_for, *self.speaks_against, *self.neither)


class Explanation(msgspec.Struct, frozen=True):
    """The first causes of the ranking, each explained. order: of the sequential weights."""

    order: tuple[str, ...]
    causes: tuple[Explained, ...]

    def of(self, condition: str) -> Explained:
        """Raises KeyError for a condition that is not among the first causes."""
        for cause in self.causes:
            if cause.condition == condition:
                return cause
        raise KeyError(condition)

    def to_dict(self) -> dict[str, Any]:
        out: dict[str, Any] = msgspec.to_builtins(self)
        return out

    def to_json(self) -> str:
        """One line of JSON, the same bytes every time."""
        return msgspec.json.encode(self).decode()


def explain_case(
    case: Case, knowledge: Knowledge, setting: str | None = None, stage: Stage = "all", causes: int = CAUSES
) -> Explanation:
    """The explanation of one case; arguments and errors as for ``assess_case``."""
    return explain(weigh(case, knowledge, setting, stage), causes)


def explain(weighed: Weighed, causes: int = CAUSES) -> Explanation:
    """The explanation of a case that was weighed already."""
    network, evidence, result = plain_network(weighed.model), weighed.evidence, weighed.result
    names = told_names(evidence)
    ranked = weighed.ranked()[:causes]
    still_open = open_findings(weighed)
    asked = candidates(network, result, [node for node, _, _ in ranked[:ASKED_FOR]], still_open)
    left_out = [Variant(frozenset({name})) for name in names]
    prefixes = [Variant(frozenset(names[k:])) for k in range(1, len(names))]
    answers = solve(network, evidence, result, [*left_out, *prefixes, *variants_of(asked)])
    nothing = posterior(network, Evidence(), plainly=True)
    prior = Answers(nothing.nodes[:, None], np.array([nothing.unlisted]), np.array([nothing.evidence]))
    rows = []
    for node, name, p in ranked:
        of = _column(network, node, answers)
        empty = float(_column(network, node, prior)[0])
        k = len(names)
        steps = np.array([empty, *of[k : k + len(prefixes)], p]) if names else np.array([empty])
        alone = [log_odds(p) - log_odds(x) for x in of[:k]]
        # Rounded on the way, not step by step: so the steps add up to the ends however many they are.
        path = [rounded(log_odds(x)) for x in steps]
        sequential = [b - a for a, b in itertools.pairwise(path)]
        found = changes(asked, _last(answers, len(asked)), result.evidence, p, of[len(of) - len(asked) :])
        value = likeliest_way(weighed, node)
        weights = [_weight(weighed, told, value, a, s) for told, a, s in zip(names, alone, sequential, strict=True)]
        weights += [_aside(weighed, key, note) for key, note in sorted(weighed.account.set_aside.items())]
        rows.append(
            Explained(
                condition=name,
                label=weighed.model.knowledge.conditions[name].label,
                prior=rounded(empty),
                probability=rounded(p),
                decibans=rounded(path[-1] - path[0]),
                speaks_for=_ordered(w for w in weights if w.decibans > NOTHING),
                speaks_against=_ordered(w for w in weights if w.decibans < -NOTHING),
                neither=_ordered(w for w in weights if abs(w.decibans) <= NOTHING),
                not_known=tuple(_not_known(weighed, change, p) for change in found[:OPEN] if change.expected > 1e-4),
            )
        )
    return Explanation(order=tuple(finding_behind(weighed, name) for name in names), causes=tuple(rows))


_plain: dict[tuple[str, str], Network] = {}


def plain_network(model: Model) -> Network:
    """The network without groups and derived names, which need walks of their own."""
    key = (model.knowledge.digest, model.setting.id)
    if key not in _plain:
        _plain[key] = replace(model.network, groups={}, derived=())
    return _plain[key]


def _column(network: Network, node: int, answers: Answers) -> Array:
    return answers.unlisted if node == network.other else answers.nodes[node]


def _last(answers: Answers, k: int) -> Answers:
    cut = len(answers.evidence) - k
    return Answers(answers.nodes[:, cut:], answers.unlisted[cut:], answers.evidence[cut:])


def log_odds(p: float) -> float:
    """Log odds in decibans."""
    p = min(max(float(p), NEAREST), 1.0 - NEAREST)
    return 10.0 * (math.log10(p) - math.log10(1.0 - p))


def open_findings(weighed: Weighed) -> list[str]:
    """Yes/no findings that the case does not settle."""
    evidence, account, network = weighed.evidence, weighed.account, weighed.model.network
    settled = {*evidence.active, *evidence.soft, *account.implied, *account.set_aside, *account.not_scored}
    present = {network.below[key][0] for key, seen in evidence.active.items() if seen}
    off = {part for key, seen in evidence.active.items() if not seen for part in network.below[key]}
    return [
        key
        for key, parts in sorted(network.below.items())
        if key not in settled and not present & set(parts) and not set(parts) <= off
    ]


def likeliest_way(weighed: Weighed, node: int) -> Value:
    """The way a cause most probably is; the first of equals."""
    rows = base_values(weighed.model.network, node)
    return weighed.model.causes[node].values[int(np.argmax(weighed.result.values[rows]))]


def _weight(weighed: Weighed, name: str, value: Value, decibans: float, sequential: float) -> Weight:
    finding = finding_behind(weighed, name)
    return Weight(
        finding=finding,
        label=label_of(weighed, finding),
        answer=answer_told(weighed, name),
        decibans=rounded(decibans),
        sequential_decibans=rounded(sequential),
        bases=bases(weighed.model, weighed.evidence, name, value),
        note=weighed.account.used.get(finding, ""),
    )


def _aside(weighed: Weighed, key: str, note: str) -> Weight:
    return Weight(key, label_of(weighed, key), _told_value(weighed, key), 0.0, 0.0, (), note)


def _ordered(weights: Any) -> tuple[Weight, ...]:
    return tuple(sorted(weights, key=lambda w: (-abs(w.decibans), w.finding)))


def finding_behind(weighed: Weighed, name: str) -> str:
    """The id of the finding behind a told name; the week is told by the finding that holds it."""
    if name != WEEK:
        return name.removeprefix(FACT)
    findings = weighed.model.knowledge.findings
    kinds = ("duration", "duration_over")
    told = [key for key in weighed.account.used if key in findings and findings[key].type in kinds]
    return min(told, key=lambda key: (findings[key].type, key)) if told else WEEK


def label_of(weighed: Weighed, key: str) -> str:
    knowledge = weighed.model.knowledge
    finding, family = knowledge.findings.get(key), knowledge.families.get(key)
    return finding.label if finding else family.label if family else key.replace("_", " ").capitalize()


def answer_told(weighed: Weighed, name: str) -> Any:
    """What was told: weeks, a state, or the answers to the tests of a family."""
    evidence, families = weighed.evidence, weighed.model.knowledge.families
    if name == WEEK:
        return evidence.week
    if name.startswith(FACT):
        return evidence.facts[name.removeprefix(FACT)]
    if name in evidence.graded:
        family = families[name]
        keys = [family.id, family.count_finding, *family.members]
        told = {key: _told_value(weighed, key) for key in keys if key in weighed.account.used}
        return told
    return _told_value(weighed, name)


def _told_value(weighed: Weighed, key: str) -> Any:
    answer = weighed.case.findings.get(key)
    if answer is None:
        return None
    if answer.left is not None:
        return {"left": answer.left, "right": answer.right}
    if answer.likelihood is not None:
        return {"likelihood": dict(sorted(answer.likelihood.items()))}
    return msgspec.to_builtins(answer.value if answer.value is not None else answer.measured)


def _not_known(weighed: Weighed, change: Any, now: float) -> NotKnown:
    """A finding whose active state is "no" is turned, so that yes means yes."""
    finding = weighed.model.knowledge.findings[change.finding]
    yes, no, p_yes = change.if_active, change.if_inactive, change.active
    if finding.active == "no":
        yes, no, p_yes = no, yes, 1.0 - p_yes
    return NotKnown(
        finding=change.finding,
        label=finding.label,
        p_yes=rounded(p_yes),
        decibans_if_yes=rounded(log_odds(yes) - log_odds(now)),
        decibans_if_no=rounded(log_odds(no) - log_odds(now)),
        expected_change=rounded(change.expected),
    )
