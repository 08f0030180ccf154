"""A case and what was told go in, an answer comes out. The case is weighed once, whatever it is challenged on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from whatelse.case import Case, Stage
from whatelse.challenge.answer import Challenge, Challenged, ClockRow, Decides, Fit, Fitted, Form, Source, Speaks
from whatelse.challenge.claim import Claim, forms_of
from whatelse.challenge.decide import decides
from whatelse.challenge.fit import fit, with_form, with_graver
from whatelse.challenge.rivals import dangerous, rival_nodes, rivals
from whatelse.challenge.scans import scan_told, settles
from whatelse.challenge.scene import Node, Scene
from whatelse.challenge.table import factor_rows
from whatelse.challenge.tried import tried
from whatelse.inference.alone import Alone
from whatelse.inference.basis import bases
from whatelse.inference.clock import clock
from whatelse.inference.compile import Model, compiled
from whatelse.inference.differential import KnowledgeVersion, SettingUsed, rounded
from whatelse.inference.explanation import (
    answer_told,
    finding_behind,
    label_of,
    likeliest_way,
    log_odds,
)
from whatelse.inference.intervals import Interval, Intervals, intervals
from whatelse.inference.left_out import NOTHING_LEFT_OUT, left_out
from whatelse.inference.weigh import Weighed, regrouped, weigh
from whatelse.knowledge.schema import Knowledge
from whatelse.version import __version__

#: Weights smaller than this (decibans) are not worth a line.
LITTLE = 0.5
#: Findings shown for and against what was told; sources that count as likely; how likely the last of them must be.
STRONGEST, LIKELY, LEAST_LIKELY = 4, 3, 0.03
#: A rival less likely than this needs no scan.
WORTH_A_SCAN = 0.1


def challenge_case(
    case: Case,
    claims: Sequence[Claim],
    knowledge: Knowledge,
    setting: str | None = None,
    stage: Stage = "all",
    *,
    with_intervals: bool = False,
    weighed: Weighed | None = None,
) -> Challenged:
    """Each claim held against the case. with_intervals: also how sure each probability is, which takes longer.
    weighed: this case at this stage in this setting, where it is weighed already.

    Raises InputError for an unknown setting, answers that cannot be evidence, or findings that contradict.
    """
    model = compiled(knowledge, setting or case.setting or knowledge.default_setting)
    whole = weigh(case, knowledge, setting, stage) if weighed is None else weighed
    weighed = regrouped(whole, _groups(claims, model))
    scene = Scene(weighed, left_out(weighed), _looks(knowledge))
    sure = intervals(whole) if with_intervals else None
    likely = _likely(scene, claims)
    return Challenged(
        case=case.id,
        side=case.side,
        stage=stage,
        setting=SettingUsed(model.setting.id, model.setting.label, model.setting.reference_week.value),
        engine=__version__,
        knowledge=KnowledgeVersion(knowledge.version, knowledge.digest, knowledge.overlays),
        week=weighed.evidence.week,
        challenges=tuple(_challenge(scene, claim, sure) for claim in claims),
        factors=factor_rows(weighed.case, knowledge),
        treatments=tuple(
            tried(scene, reading, weighed.case.treatments[reading.place], likely) for reading in weighed.treatments
        ),
        scans=tuple(scan_told(scene, reading, likely) for reading in weighed.images),
        settles=settles(scene, _pairs(scene, claims)),
    )


_alone: dict[str, Alone] = {}


def _looks(knowledge: Knowledge) -> Alone:
    """Every condition by itself, worked out once for each knowledge."""
    if knowledge.digest not in _alone:
        _alone[knowledge.digest] = Alone(knowledge)
    return _alone[knowledge.digest]


def fits_of(
    case: Case,
    claims: Sequence[Claim],
    knowledge: Knowledge,
    setting: str | None = None,
    stage: Stage = "all",
    *,
    weighed: Weighed | None = None,
) -> tuple[Fitted, ...]:
    """Whether each claim fits, and nothing else: one exact answer, many times faster than the whole challenge.

    weighed: as for ``challenge_case``.
    """
    whole = weigh(case, knowledge, setting, stage) if weighed is None else weighed
    scene = Scene(regrouped(whole, _groups(claims, whole.model)), NOTHING_LEFT_OUT, _looks(knowledge))
    return tuple(Fitted(claim.said, _told(scene, claim), _fit(scene, claim).found) for claim in claims)


def _groups(claims: Sequence[Claim], model: Model) -> dict[str, tuple[int, ...]]:
    """What was told of several causes at once, as a group of its own."""
    return {claim.root: claim.nodes(model) for claim in claims if len(claim.covers) > 1}


def what_decides(weighed: Weighed, first: str, second: str) -> tuple[Decides, ...]:
    """The open questions and tests that tell two sources of a weighed case apart, strongest first."""
    scene = Scene(weighed, NOTHING_LEFT_OUT, _looks(weighed.model.knowledge))
    return decides(scene, first, second, careful=False)


@dataclass(frozen=True)
class _Fit:
    found: Fit
    moved: float
    form: Form | None


def _fit(scene: Scene, claim: Claim) -> _Fit:
    """How well a claim fits, by what it covers, its best rival, its form and its graver forms."""
    told, others = _told(scene, claim), rival_nodes(scene, claim)
    moved = max(_moved(told), _moved(others[0].source))
    form = _form(scene, claim)
    found = fit(told.probability, others[0].source.probability, moved)
    if form is not None:
        found = with_form(found, form.named.probability / told.probability if told.probability > 0.0 else 0.0)
    forms = forms_of(claim, scene.knowledge)
    graver = max((node.source.probability for node in others if node.root in forms), default=0.0)
    return _Fit(with_graver(found, told.probability, graver), moved, form)


def _challenge(scene: Scene, claim: Claim, sure: Intervals | None) -> Challenge:
    nodes = claim.nodes(scene.model)
    told = _told(scene, claim)
    others = rival_nodes(scene, claim)
    best = others[0]
    fitted = _fit(scene, claim)
    speaks, danger = _speaks(scene, nodes), dangerous(scene, claim, told)
    return Challenge(
        said=claim.said,
        told=told,
        covers=claim.covers,
        note="" if scene.model.network.pain[nodes[0]] else "no pain of its own",
        form=fitted.form,
        fit=fitted.found,
        rank=1 + sum(node.source.probability > told.probability for node in others),
        moved=rounded(fitted.moved),
        interval=_interval(scene, claim, sure) if sure is not None else None,
        fits=tuple(one for one in speaks if one.decibans >= LITTLE)[:STRONGEST],
        does_not_fit=tuple(one for one in speaks if one.decibans <= -LITTLE)[:STRONGEST],
        rivals=rivals(scene, claim),
        dangerous=danger,
        decides=decides(scene, _form_to_ask_about(scene, claim), best.source.condition, careful=bool(danger)),
        clocks=_clocks(scene, claim, best),
    )


def _told(scene: Scene, claim: Claim) -> Source:
    """What was told as a whole: any of the nodes that it covers."""
    if len(claim.covers) > 1:
        return scene.source(claim.root, scene.weighed.result.groups[claim.root], scene.prior[claim.root])
    (node,) = claim.nodes(scene.model)
    return scene.source(claim.root, scene.weighed.of(node), scene.prior[claim.root])


def _interval(scene: Scene, claim: Claim, sure: Intervals) -> Interval | None:
    """Of the node that was told, or of a whole group; a group without its graver forms has none of its own."""
    nodes = claim.nodes(scene.model)
    if len(nodes) == 1:
        name = scene.weighed.names.get(nodes[0])
        return next((one for one in sure.ranking if one.condition == name), None)
    whole = compiled(scene.knowledge, scene.model.setting.id).network.groups.get(claim.root, ())
    return sure.of(claim.root) if set(whole) == set(nodes) else None


def _moved(source: Source) -> float:
    return abs(log_odds(source.probability) - log_odds(source.prior))


def _form(scene: Scene, claim: Claim) -> Form | None:
    """The grade, kind or derived name that was told, beside the likeliest of its row."""
    if claim.condition == claim.root:
        return None
    one = scene.knowledge.conditions[claim.condition]
    row = [child.id for child in scene.knowledge.children(one.parent) if child.axis == one.axis] if one.parent else []
    row = [key for key in row if key in scene.weighed.told] or [one.id]
    likeliest = min(row, key=lambda key: (-rounded(scene.weighed.told[key]), key))
    return Form(scene.member(claim.condition), scene.member(likeliest))


def _form_to_ask_about(scene: Scene, claim: Claim) -> str:
    """Of what was told, the likeliest source; what is asked next should tell that one from the rival."""
    if claim.condition != claim.root or len(claim.covers) == 1:
        return claim.condition
    inside = set(claim.nodes(scene.model))
    return next((node.source.condition for node in scene.nodes if node.node in inside), claim.condition)


def _speaks(scene: Scene, nodes: tuple[int, ...]) -> list[Speaks]:
    """Every told finding with its weight for what was told, strongest first."""
    weighed = scene.weighed
    value = likeliest_way(weighed, max(nodes, key=lambda node: (weighed.of(node), -node)))
    out = []
    for name, decibans in scene.decibans(nodes).items():
        key = finding_behind(weighed, name)
        basis = bases(scene.model, weighed.evidence, name, value)
        out.append(Speaks(key, label_of(weighed, key), answer_told(weighed, name), rounded(decibans), basis))
    return sorted(out, key=lambda one: (-abs(one.decibans), one.finding))


def _clocks(scene: Scene, claim: Claim, best: Node) -> tuple[ClockRow, ...]:
    """The healing clock of what was told, of its commonest form, and of the best rival, where they have one."""
    week = scene.weighed.evidence.week
    if week is None:
        return ()
    names = [claim.condition, _commonest(scene.model, claim), best.source.condition]
    out = []
    for name in dict.fromkeys(names):
        found = clock(scene.model, name, week)
        if found is None and name == claim.condition and claim.root != name:
            found = clock(scene.model, claim.root, week)
        if found is not None:
            one = scene.knowledge.conditions[found.condition]
            ends = (rounded(found.share), rounded(found.low), rounded(found.high))
            out.append(ClockRow(one.id, one.label, one.plain, week, *ends, found.sources))
    return tuple(out)


def _commonest(model: Model, claim: Claim) -> str:
    """The grade that most people with what was told have at the onset; itself where it has no grades."""
    if claim.condition != claim.root:
        return claim.condition
    node = model.node[claim.root]
    grades = {c.id for c in model.knowledge.children(claim.root) if c.relation == "grade"}
    share = dict.fromkeys(sorted(grades), 0.0)
    for value, v in zip(model.causes[node].values, model.network.values_of(node), strict=False):
        for member in grades & set(value.members):
            share[member] += float(model.network.share[v])
    return max(share, key=lambda key: share[key]) if share else claim.condition


def _likely(scene: Scene, claims: Sequence[Claim]) -> list[Node]:
    """What was told, under the name it was told by, and the likeliest sources: those for which a treatment or a scan
    matters."""
    first = [n for k, n in enumerate(scene.nodes[:LIKELY]) if k == 0 or n.source.probability >= LEAST_LIKELY]
    return list({node.node: node for node in (*first, *_nodes_told(scene, claims))}.values())


def _nodes_told(scene: Scene, claims: Sequence[Claim]) -> list[Node]:
    """For each claim its likeliest node; by its own name unless a group was named."""
    out = []
    for claim in claims:
        inside = set(claim.nodes(scene.model))
        node = next((node for node in scene.nodes if node.node in inside), None)
        if node is not None:
            own = _told(scene, claim) if len(claim.covers) == 1 else node.source
            out.append(Node(node.node, node.root, own))
    return out


def _pairs(scene: Scene, claims: Sequence[Claim]) -> list[tuple[Node, Node]]:
    """Pairs of sources that a scan should tell apart: the likeliest one, and each other one that is in question."""
    first, told = scene.nodes[0], {node.node: node for node in _nodes_told(scene, claims)}
    others = [
        told.get(node.node, node)
        for node in scene.nodes[1:]
        if node.source.probability >= WORTH_A_SCAN or node.node in told
    ]
    return [(first, node) for node in others[:LIKELY]]
