"""A case in, a differential out: observe, walk, name, rank."""

from __future__ import annotations

import msgspec

from whatelse.case import Case, Stage
from whatelse.case.told_by_care import with_care
from whatelse.case.trials import Reading
from whatelse.errors import InputError
from whatelse.inference.compile import Model, compiled
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
from whatelse.inference.observe import Account, observe
from whatelse.inference.posterior import Posterior, posterior
from whatelse.inference.ranking import names_of, probabilities
from whatelse.knowledge.schema import Knowledge
from whatelse.version import __version__


def assess_case(case: Case, knowledge: Knowledge, setting: str | None = None, stage: Stage = "all") -> Differential:
    """The differential of one case.

    setting: where the person is seen; default the case's own, else the default of the knowledge.
    stage: use what the history tells, the history and examination, or all.
    Raises InputError for an unknown setting or an answer that cannot be evidence.
    """
    model = compiled(knowledge, setting or case.setting or knowledge.default_setting)
    known, treatments, images = with_care(case.at_stage(stage, knowledge), knowledge)
    evidence, account = observe(known, model)
    result = posterior(model.network, evidence)
    if not result.evidence > 0.0:
        raise InputError(
            "these findings cannot all be true together in this model; look for a contradiction",
            file=case.file,
        )
    for key in result.dropped:
        account.used.pop(key, None)
        account.set_aside[key] = "more findings than can be weighed at once; this one tells least"
    answer = _differential(known, model, result, account, stage, evidence.week is not None)
    return msgspec.structs.replace(answer, treatments=_care(treatments, knowledge), imaging=_care(images, knowledge))


def _differential(
    case: Case, model: Model, result: Posterior, account: Account, stage: str, told_weeks: bool
) -> Differential:
    knowledge = model.knowledge
    p = probabilities(model, result)
    ranking = names_of(model, p, result)
    ranked = sorted(((name, rounded(value)) for name, value in ranking.items()), key=lambda item: (-item[1], item[0]))
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
        notes=_notes(model, account.is_empty, told_weeks, result),
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
