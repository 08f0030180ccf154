"""A case in, a differential out: observe, walk, name, rank."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from whatelse.case import Case, Stage, contradictions
from whatelse.case.outside import is_elsewhere, is_too_young
from whatelse.case.trials import Reading
from whatelse.inference.compile import Model
from whatelse.inference.differential import (
    CareTold,
    Differential,
    DrivenCause,
    DriverShare,
    Entry,
    Findings,
    InterfaceSum,
    KnowledgeVersion,
    SettingUsed,
    Told,
    rounded,
)
from whatelse.inference.observe import Account
from whatelse.inference.posterior import Posterior
from whatelse.inference.weigh import Weighed, weigh
from whatelse.knowledge.schema import Knowledge
from whatelse.version import __version__


def assess_case(case: Case, knowledge: Knowledge, setting: str | None = None, stage: Stage = "all") -> Differential:
    """The differential of one case.

    setting: where the person is seen; default the case's own, else the default of the knowledge.
    stage: use what the history tells, the history and examination, or all.
    Raises InputError for an unknown setting or an answer that cannot be evidence.
    """
    return differential_of(weigh(case, knowledge, setting, stage), stage)


def differential_of(weighed: Weighed, stage: Stage) -> Differential:
    """The differential of a case that was weighed at this stage."""
    answer = _differential(weighed, stage)
    knowledge = weighed.model.knowledge
    return msgspec.structs.replace(
        answer, treatments=_care(weighed.treatments, knowledge), imaging=_care(weighed.images, knowledge)
    )


def _differential(weighed: Weighed, stage: str) -> Differential:
    case, model, result, account = weighed.case, weighed.model, weighed.result, weighed.account
    knowledge, p = model.knowledge, weighed.told
    ranked = [(name, rounded(value)) for _, name, value in weighed.ranked()]
    entries = [
        Entry(
            condition=key,
            label=condition.label,
            plain=condition.plain,
            probability=rounded(p[key]),
            interface=condition.interface,
            urgency=condition.urgency,
            kind=condition.kind,
            parent=condition.parent,
            relation=condition.relation,
        )
        for key, condition in sorted(knowledge.conditions.items())
        if key in p
    ]
    entries.sort(key=lambda entry: (-entry.probability, entry.condition))
    sums: dict[str, float] = {}
    for name, value in ranked:
        # A derived name adds what drives the pain; the pain itself sits where the cause it is a name for sits.
        condition = knowledge.conditions[name]
        place = knowledge.conditions[condition.of].interface if condition.of else condition.interface
        sums[place] = sums.get(place, 0.0) + value
    return Differential(
        case=case.id,
        side=case.side,
        told=case.told,
        stage=stage,
        setting=SettingUsed(model.setting.id, model.setting.label, model.setting.reference_week.value),
        engine=__version__,
        knowledge=KnowledgeVersion(knowledge.version, knowledge.digest, knowledge.overlays),
        empty=account.is_empty,
        ranking=tuple(ranked),
        something_else=rounded(result.unlisted),
        differential=tuple(entries),
        interfaces=tuple(
            InterfaceSum(place, knowledge.interfaces.get(place, place), rounded(total))
            for place, total in sorted(sums.items(), key=lambda item: (-rounded(item[1]), item[0]))
        ),
        driven=_driven(model, p, result),
        findings=_findings(case, knowledge, account),
        limits=tuple(_outside(case, knowledge)),
        notes=_notes(model, account.is_empty, weighed.evidence.week is not None, result),
    )


def _driven(model: Model, p: dict[str, float], result: Posterior) -> tuple[DrivenCause, ...]:
    out = []
    for node, drivers in sorted(result.behind.items()):
        condition = model.causes[node].condition
        shares = sorted(
            (
                DriverShare(model.causes[d].id, model.causes[d].condition.label, rounded(share))
                for d, share in drivers.items()
            ),
            key=lambda s: (-s.probability, s.condition),
        )
        out.append(DrivenCause(condition.id, condition.label, rounded(p[condition.id]), tuple(shares)))
    return tuple(sorted(out, key=lambda cause: (-cause.probability, cause.condition)))


def _findings(case: Case, knowledge: Knowledge, account: Account) -> Findings:
    def told(table: dict[str, str]) -> tuple[Told, ...]:
        return tuple(_told(case, knowledge, key, note) for key, note in sorted(table.items()))

    return Findings(
        used=told(account.used),
        facts=told(account.facts),
        implied=told(account.implied),
        set_aside=told(account.set_aside),
        unknown=told(account.unknown),
        not_scored=told(account.not_scored),
    )


def _told(case: Case, knowledge: Knowledge, key: str, note: str) -> Told:
    answer = case.findings.get(key)
    value: object = None
    if answer is not None:
        value = msgspec.to_builtins(answer.value if answer.value is not None else answer.measured)
        if answer.left is not None:
            value = {"left": answer.left, "right": answer.right}
        elif answer.likelihood is not None:
            value = {"likelihood": dict(sorted(answer.likelihood.items()))}
    elif key in ("age", "sex"):
        value = case.person.age if key == "age" else case.person.sex
    elif key == "sport_main":
        value = case.person.sport
    finding = knowledge.findings.get(key)
    family = knowledge.families.get(key)
    label = finding.label if finding else family.label if family else key.replace("_", " ").capitalize()
    return Told(finding=key, label=label, value=value, note=note)


def _care(readings: tuple[Reading, ...], knowledge: Knowledge) -> tuple[CareTold, ...]:
    """What each treatment or scan was taken for; its findings stand among the others."""
    out = []
    for reading in readings:
        rooms = (knowledge.actions, knowledge.scans)
        labels = [room[name].label for name in reading.name.split() for room in rooms if name in room]
        out.append(
            CareTold(
                said=reading.said,
                read_as="; ".join(labels),
                findings=tuple(sorted(reading.answers)),
                note=reading.reason,
            )
        )
    return tuple(out)


def _outside(case: Case, knowledge: Knowledge) -> Iterator[str]:
    """What is said to people, and of pains, that the knowledge is not for; and of answers that hardly go together."""
    limits = knowledge.limits
    if is_too_young(case, knowledge):
        yield limits.too_young
    if limits.elsewhere and is_elsewhere(case, knowledge):
        yield limits.elsewhere
    if limits.clash:
        for one, other in contradictions.clashes(case, knowledge):
            yield limits.clash.format(one=one, other=other)


def _notes(model: Model, empty: bool, told_weeks: bool, result: Posterior) -> tuple[str, ...]:
    notes = []
    if empty:
        notes.append(
            "Nothing was told, so these are the shares of causes among people seen in this setting, not an answer."
        )
    if not told_weeks:
        week = model.setting.reference_week.value
        notes.append(f"Weeks since onset not told: taken as usual for this setting (about {week:g}, widely spread).")
    if result.unlisted > 0.2:
        notes.append("The findings fit no listed source well. Something outside this list deserves a look.")
    if model.knowledge.overlays:
        names = ", ".join(f"{name} ({digest})" for name, digest in model.knowledge.overlays)
        notes.append(f"Numbers changed for this run by: {names}.")
    notes.append(
        "Not a diagnosis, and never validated on patients. If it gets worse, see a clinician. Numb between the legs, "
        "new trouble with bladder or bowel, a cold pale leg, chest pain, or fever with deep pain: go now."
    )
    return tuple(notes)
