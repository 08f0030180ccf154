"""Two recordings side by side as plain text: what changed, what did not, what cannot be told."""

from __future__ import annotations

from whatelse.report.stride_numbers import COMPACT, figure, labelled
from whatelse.report.text_lines import bullet, in_columns, joined, wrapped
from whatelse.stride.compare import Compared, Comparison

_SHOWN = {name for names in COMPACT for name in names} | {"speed_m_s"}


def comparison_text(result: Comparison, *, every: bool = False) -> str:
    """Changed, not changed, cannot tell. every: all metrics instead of those that can be told."""
    lines = [f"Before: {result.before}", f"After:  {result.after}", ""]
    widths = (52, 7, 9, 9, 9, 14)
    heads = ("", "side", "before", "after", "change", "least to tell")
    for verdict, title in (("changed", "CHANGED"), ("not_changed", "NOT CHANGED"), ("cannot_tell", "CANNOT TELL")):
        own = [one for one in result.metrics if one.verdict == verdict and (every or one.id in _SHOWN)]
        if not own:
            continue
        lines += [title]
        shown = [one for one in own if one.change is not None]
        if verdict == "cannot_tell" and result.apart and not every:
            shown = []
        if shown:
            lines += ["  " + in_columns(heads, widths)]
            lines += ["  " + in_columns(_compared(one), widths) for one in shown]
        if verdict == "cannot_tell":
            lines += _reasons([one for one in own if one not in shown])
        if verdict == "changed":
            lines += _reasons([one for one in own if one.reason])
        lines.append("")
    for note in result.notes:
        lines += wrapped(note)
    return joined(
        [*lines, *wrapped("Least to tell: a change below this may be chance or the set-up (docs/stride.md).")]
    )


def _compared(one: Compared) -> tuple[str, ...]:
    side = {"right_minus_left": "R - L"}.get(one.side, one.side)
    numbers = (figure(value, one.unit) or "-" for value in (one.before, one.after))
    change = "-" if one.change is None else ("+" if one.change > 0 else "") + figure(one.change, one.unit)
    return (labelled(one.label, one.unit), side, *numbers, change, figure(one.least, one.unit) or "-")


def _reasons(own: list[Compared]) -> list[str]:
    found: dict[str, list[str]] = {}
    for one in own:
        found.setdefault(one.reason, []).append(one.label)
    lines = []
    for reason, labels in found.items():
        names = list(dict.fromkeys(labels))
        more = f" and {len(names) - 3} more" if len(names) > 3 else ""
        lines += bullet(f"{', '.join(names[:3])}{more}: {reason}")
    return lines
