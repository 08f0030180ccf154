"""The mechanics of a stride as text for a terminal, readable at 80 columns and in a pipe."""

from __future__ import annotations

import textwrap

from whatelse.mechanics import Mechanics
from whatelse.mechanics.chain import Chain
from whatelse.mechanics.gait import OTHER, Side
from whatelse.mechanics.nerve_bed import SITES
from whatelse.mechanics.what_if import WhatIf
from whatelse.report.mechanics.words import chain_meaning, limited_words, nerve_meaning, stretch_meaning

WIDTH = 80
#: Muscles of the short table; --all shows every one.
FIRST = (
    "bflh",
    "semimem",
    "semiten",
    "bfsh",
    "glmax1",
    "glmax2",
    "glmax3",
    "addmagIsch",
    "iliacus",
    "psoas",
    "piri",
    "recfem",
)


def text(told: Mechanics, *, every: bool = False) -> str:
    """The whole answer. every: all muscles."""
    parts = [_head(told), _stretch(told, every)]
    if told.what_if:
        parts.append(_what_if(told))
    if told.chain is not None:
        parts.append(_chain(told, told.chain))
    parts += [_nerve(told), _foot(told)]
    return "\n\n".join(parts) + "\n"


def _wrapped(line: str, indent: str = "") -> str:
    return textwrap.fill(line, WIDTH, initial_indent=indent, subsequent_indent=indent)


def _hanging(line: str) -> str:
    """An entry of a list, its further lines further in."""
    return textwrap.fill(line, WIDTH, initial_indent="  ", subsequent_indent="    ")


def _listed(lines: tuple[str, ...] | list[str]) -> str:
    return "\n".join(
        textwrap.fill(line, WIDTH, initial_indent="- ", subsequent_indent="  ", break_on_hyphens=False)
        for line in lines
    )


def _head(told: Mechanics) -> str:
    speed = "" if told.speed_m_s is None else f", {told.speed_m_s:.1f} m/s"
    rate = f"{120 / told.duration_s:.0f} steps a minute"
    return f"Mechanics of the stride: {told.source}{speed}, {rate}\n" + _wrapped(f"{told.limits[0].capitalize()}.")


def _columns(told: Mechanics) -> dict[str, Side]:
    """Heading -> side; one column where both sides are the same by construction."""
    return {"both sides": told.sides[0]} if told.method == "typical" else {side: side for side in told.sides}


def _stretch(told: Mechanics, every: bool) -> str:
    columns = _columns(told)
    lines = [
        "STRETCH: how much longer than standing, in %, when longest (95 % range), and at",
        "what moment (% of the stride, from landing to landing)",
        f"{'':30}" + "".join(f"{name:>25}" for name in columns),
    ]
    names = [one.id for one in told.muscles if one.side == told.sides[0] and (every or one.id in FIRST)]
    for name in sorted(names, key=lambda one: FIRST.index(one) if one in FIRST else len(FIRST)):
        cells = []
        for side in columns.values():
            peak = told.muscle(name, side).peak
            cells.append(f"{peak.stretch:+.1f} ({peak.low:+.0f} to {peak.high:+.0f}) {peak.percent:3.0f} %")
        lines.append(f"{told.muscle(name, told.sides[0]).label:30}" + "".join(f"{cell:>25}" for cell in cells))
    for one in told.differences:
        if one.told:
            lines.append(
                _wrapped(f"{one.label}: right {one.points:+.1f} points against left (± {one.half_width:.1f}).")
            )
    if told.differences and not any(one.told for one in told.differences):
        lines.append(_wrapped(f"Left against right, hamstrings: nothing is told; {told.differences[0].why}."))
    lines += ["", "What the hamstring does, and its stretch then (biceps femoris, long head):"]
    for name, side in columns.items():
        for role in told.roles[side]:
            when = f"{role.start:.0f}-{role.end:.0f} %"
            lines.append(f"  {name}, {when:>8}  {role.label}: {role.least:+.1f} to {role.most:+.1f} %")
    lines += ["", _wrapped(stretch_meaning(told))]
    return "\n".join(lines)


def _what_if(told: Mechanics) -> str:
    lines = ["WHAT IF: told only where every way of drawing the change agrees"]
    for answer in told.what_if:
        lines.append("")
        if answer.refused:
            lines.append(_wrapped(f"{answer.text}: refused: {answer.refused}."))
            continue
        lines.append(f"{answer.text} (drawn in {answer.ways} ways)")
        for heading, side in _columns(told).items():
            lines += _changes(answer, heading, side)
    return "\n".join(lines)


def _changes(answer: WhatIf, heading: str, side: Side) -> list[str]:
    lines = []
    own = [one for one in answer.changes if one.side == side]
    for measure in dict.fromkeys(one.measure for one in own):
        rows = [one for one in own if one.measure == measure]
        told = [f"{one.label} {one.least:+.1f} to {one.most:+.1f}" for one in rows if one.verdict in ("more", "less")]
        unsure = [one.label for one in rows if one.verdict == "not determined"]
        parts = [f"{'; '.join(told)} {rows[0].unit}"] if told else []
        parts += [f"not determined: {', '.join(unsure)}"] if unsure else []
        lines.append(_hanging(f"{heading}, {measure}: {'. '.join(parts) if parts else 'no change'}"))
    return lines


def _chain(told: Mechanics, chain: Chain) -> str:
    lines = [f"THE CHAIN: {limited_words(chain)}"]
    moved = [one for one in chain.joints if abs(one.most) >= 0.05]
    for one in moved:
        lines.append(f"  {one.label:36} {one.most:+5.1f} degrees, {one.direction}, at {one.percent:.0f} %")
    if moved:
        lines += _felt(told, chain)
    lines += ["", _wrapped(chain_meaning(told))]
    return "\n".join(lines)


def _felt(told: Mechanics, chain: Chain) -> list[str]:
    """What the changes of the joints do to the stride and the hamstrings, and how much hangs on the weights."""
    lines = ["  (moments: % of the right stride)"]
    if chain.shorter_cm >= 0.5:
        lines.append(f"  The stride becomes shorter, by about {chain.shorter_cm:.1f} cm.")
    for hamstring in chain.hamstrings:
        if abs(hamstring.at_peak) >= 0.05:
            lines.append(
                f"  {hamstring.side} {told.muscle(hamstring.id, told.sides[0]).label}: peak "
                f"{hamstring.peak_before:+.1f} -> {hamstring.peak_after:+.1f} % at {hamstring.percent_after:.0f} %"
            )
    if any(one.id == f"{OTHER[chain.side]}_hip_extension" for one in chain.restrictions):
        end, peak = chain.extension_end[OTHER[chain.side]], told.muscle("bflh", chain.side).peak.percent
        lines.append(
            _wrapped(
                f"The {OTHER[chain.side]} hip is most extended at {end:.0f} % of the {chain.side} stride; the "
                f"{chain.side} hamstring is longest at {peak:.0f} %.",
                "  ",
            )
        )
    low, high = (f(one.hamstring for one in chain.sensitivity) for f in (min, max))
    lines.append(
        _wrapped(
            f"The weights of the joints are assumed; halving or doubling each gives the {chain.side} biceps femoris "
            f"{low:+.1f} to {high:+.1f} points at its peak.",
            "  ",
        )
    )
    return lines


def _sum(total: float) -> str:
    """Far beyond the limit a figure says nothing more."""
    return f"{total:6.3f}" if total < 10 else "   >10"


def _nerve(told: Mechanics) -> str:
    nerve = told.nerve
    lines = [f"SCIATIC NERVE ({nerve.label}): all places summed, 1 = limit"]
    held = [site.label for site in SITES if site.id in nerve.tethers]
    lines.append(f"  held: {', '.join(held) if held else 'nowhere'}")
    lines += [f"  {_sum(one.total)}  {one.name}" for one in nerve.manoeuvres]
    for heading, side in _columns(told).items():
        stride = next(one for one in nerve.stride if one.side == side)
        crossed = ", over the limit" if stride.crosses else ""
        lines.append(f"  {_sum(stride.total)}  running, {heading}, most at {stride.percent:.0f} %{crossed}")
    pair = nerve.together
    labels = {site.id: site.label for site in SITES}
    lines.append(
        _wrapped(
            f"Adding up, running: held {labels[pair.first]} {pair.first_alone:.2f}, held {labels[pair.second]} "
            f"{pair.second_alone:.2f}, both {pair.both:.2f}.",
            "  ",
        )
    )
    lines += [_hanging(f"{one.name}: {one.size}; said to be loaded by {one.loaded_by}") for one in nerve.others]
    lines += ["", _wrapped(nerve_meaning(told))]
    return "\n".join(lines)


def _foot(told: Mechanics) -> str:
    model = told.provenance
    lines = [
        told.limits[1],
        f"not modelled: {', '.join(told.not_modelled)}",
        *(f"not told: {line}" for line in told.not_told),
        *told.notes,
        f"muscle paths: {model['model']} ({model['credits']}), polynomials of degree {model['degree']}",
    ]
    return "LIMITS\n" + _listed(lines)
