"""What a stride did to a case, as plain text."""

from __future__ import annotations

import textwrap

from whatelse.report.stride_case import Moved, StrideEffect
from whatelse.report.text_lines import WIDTH, bullet, joined, wrapped


def effect_text(effect: StrideEffect, written: str) -> str:
    """What entered a case and what it changed. written: name of the new case file."""
    lines = [f"The stride in the case {effect.case}", ""]
    for found in effect.account:
        mark = "entered" if found.answer is not None else "not entered"
        lines += bullet(f"{found.finding}, {mark}: {found.reason}")
    lines.append("")
    if not effect.entered:
        return joined([*lines, "Nothing entered; the case stays as it is and no file was written."])
    lines += ["What moved, of 100 runners who answer like this (range: every number at the ends of its interval)"]
    lines += [*_moves("Drivers", effect.drivers), *_moves("Sources of pain", effect.sources)]
    if not effect.drivers and not effect.sources:
        lines.append("  Nothing moved by more than 1 in 2000.")
    if effect.level_before != effect.level_after:
        lines.append(f"Urgency: {effect.level_before} before, {effect.level_after} now.")
    lines += wrapped("The range leaves out how sure the knowledge itself is; whatelse assess --intervals shows that.")
    return joined([*lines, "", f"Written: {written}. The old case was not changed."])


def _moves(title: str, moved: tuple[Moved, ...]) -> list[str]:
    lines = [f"  {title}"] if moved else []
    for one in moved:
        through = f", through: {one.driver}" if one.driver else ""
        lines += textwrap.wrap(
            f"{one.label}: {_of_100(one.before)} before, {_of_100(one.after)} now "
            f"({_of_100(one.low)} to {_of_100(one.high)}){through}",
            WIDTH,
            initial_indent="    ",
            subsequent_indent="      ",
        )
    return lines


def _of_100(share: float) -> str:
    return f"{100.0 * share:.1f}"
