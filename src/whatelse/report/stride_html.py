"""A stride as HTML: fragments for a page of the web, and a whole page by itself. No script, nothing fetched."""

from __future__ import annotations

from html import escape

from whatelse.report.stride_case import Moved, StrideEffect
from whatelse.report.stride_numbers import labelled, not_told, place, rows, with_interval
from whatelse.report.stride_pictures import WIDTH, Pictures, svgs
from whatelse.report.stride_svg import curve_svg
from whatelse.report.stride_text import HEADS, LIMITS, guesses, head
from whatelse.stride.change import Change
from whatelse.stride.types import StrideAnalysis

STYLE = """
body{font:16px/1.5 system-ui,sans-serif;color:#1f2630;margin:0 auto;max-width:60rem;padding:1rem}
h1{font-size:1.5rem}h2{font-size:1.15rem;margin-top:2rem}
table{border-collapse:collapse;font-size:.92rem}th,td{text-align:left;padding:.25rem .7rem .25rem 0;vertical-align:top}
tbody tr{border-top:1px solid #dde1e7}.scroll{overflow-x:auto}svg{max-width:100%;height:auto}
figure{margin:1rem 0}.curves{display:flex;flex-wrap:wrap;gap:.5rem}
.approx{color:#5a4a00}.note{color:#4a5361}section.change{border-left:4px solid #1f5fa8;padding-left:1rem}
@media print{body{max-width:none}section{break-inside:avoid}}
"""

#: A table that is wider than the screen moves sideways, by keyboard too.
_SCROLL = '<div class="scroll" tabindex="0" role="region" aria-label="{}">'


def table_html(analysis: StrideAnalysis, *, every: bool = False) -> str:
    """The table of metrics, and below it what cannot be told, with the reasons."""
    heads = "".join(
        f'<th scope="col">{text}</th>'
        for text in ("Measure", "Left", "Right", "Right minus left", "Of 100 runners: left, right")
    )
    body = []
    for row in rows(analysis, every=every):
        weak = ' class="approx"' if any(metric.approximate for metric in row.metrics) else ""
        told = any(metric.percentile is not None for metric in row.metrics)
        if row.left is None and row.right is None:
            cells = f'<td colspan="3">both {with_interval(row.both)}</td>'
            placed = place(row.both) if told else "no norm"
        else:
            cells = "".join(f"<td>{with_interval(one)}</td>" for one in (row.left, row.right, row.apart))
            placed = f"{place(row.left)}, {place(row.right)}" if told else "no norm"
        body.append(
            f'<tr{weak}><th scope="row">{escape(labelled(row.label, row.unit))}</th>{cells}<td>{placed}</td></tr>'
        )
    missing = "".join(
        f"<li>{escape(', '.join(what))}: {escape(reason)}</li>" for reason, what in not_told(analysis, every=every)
    )
    below = f"<details open><summary>Not measurable</summary><ul>{missing}</ul></details>" if missing else ""
    return (
        f"{_SCROLL.format('Measures')}<table><thead><tr>{heads}</tr></thead><tbody>{''.join(body)}</tbody></table></div>"
        '<p class="note">In brackets: the range that each number very likely lies in. "?": only approximate. '
        f'"Of 100 runners": so many have less at this speed.</p>{below}'
    )


def pictures_html(pictures: Pictures, width: int = WIDTH) -> str:
    """Curves, stick figure and contacts as figures with a caption. width: of the wide ones, in points."""
    captions = {
        "curves": "Angles over the stride. Thin shade: how much strides differ.",
        "stick": "The body at contact, toe-off and mid-swing.",
        "events": "When each foot is on the ground.",
    }
    drawn = svgs(pictures, width)
    if "curves" in drawn:  # one by one, so that a narrow screen shows them below each other
        curves = "".join(curve_svg(one, pictures.toe_off) for one in pictures.curves)
        drawn["curves"] = f'<div class="curves">{curves}</div>'
    return "".join(f"<figure>{svg}<figcaption>{captions[name]}</figcaption></figure>" for name, svg in drawn.items())


def gates_html(analysis: StrideAnalysis) -> str:
    """The checks of the recording that fired; empty where none did."""
    items = []
    for gate in analysis.gates:
        if gate.fired:
            number = "" if gate.value is None or gate.limit is None else f" ({gate.value:.3g}, limit {gate.limit:g})"
            items.append(f"<li>{escape(f'{gate.side}: ' if gate.side else '')}{escape(gate.text)}{number}</li>")
    return f"<ul>{''.join(items)}</ul>" if items else ""


def guesses_html(analysis: StrideAnalysis) -> str:
    """What was guessed, and which option says otherwise; empty where nothing was."""
    items = [f"<li>{escape(text)}; otherwise: <code>{escape(option)}</code></li>" for text, option in guesses(analysis)]
    return f"<ul>{''.join(items)}</ul>" if items else ""


def change_html(change: Change) -> str:
    """What to change: at most one thing."""
    title = escape(HEADS[change.kind].capitalize())
    parts = [f"<h2>{title}</h2><p>{escape(change.why)}</p>"]
    if change.kind == "try":
        lines = {
            "Try": change.cue,
            "How much": change.how_much,
            "When": "Only if running brings on your pain. A stride that does not hurt needs no change.",
            "What is known": change.found,
            "What may bear more": change.loads,
            "For whom not": change.not_for,
            "Measure again": f"after {change.weeks} weeks, at the same speed",
            "Sources": "; ".join(change.sources),
        }
        parts.append("<dl>" + "".join(f"<dt>{k}</dt><dd>{escape(v)}</dd>" for k, v in lines.items()) + "</dl>")
    elif change.kind == "not_now":
        parts.append(f"<p>Later, this could be tried: {escape(change.cue)}</p>")
    return f'<section class="change">{"".join(parts)}</section>'


def effect_html(effect: StrideEffect) -> str:
    """What the stride says for a case, and what that moves."""
    items = "".join(
        f"<li>{escape(found.finding)}, {'entered' if found.answer else 'not entered'}: {escape(found.reason)}</li>"
        for found in effect.account
    )
    moved = _moved_html("Drivers", effect.drivers) + _moved_html("Sources of pain", effect.sources)
    moved = moved or "<p>Nothing moved by more than 1 in 2000.</p>"
    return f"<ul>{items}</ul>{moved}"


def page_html(
    analysis: StrideAnalysis,
    pictures: Pictures,
    change: Change,
    *,
    name: str = "",
    every: bool = False,
    effect: StrideEffect | None = None,
) -> str:
    """The whole report in one file."""
    first, *rest = head(analysis, name)
    gates, guessed = gates_html(analysis), guesses_html(analysis)
    parts = [
        f"<h1>{escape(first)}</h1><p>{'<br>'.join(escape(line) for line in rest)}</p>",
        change_html(change),
        f"<h2>Measures</h2>{table_html(analysis, every=every)}",
        f"<h2>About this recording</h2>{gates}" if gates else "",
        f"<h2>Pictures</h2>{pictures_html(pictures)}",
        f"<h2>In your case</h2>{effect_html(effect)}" if effect is not None else "",
        f"<h2>Guessed</h2>{guessed}" if guessed else "",
        "<h2>How it was measured</h2><ul>"
        + "".join(f"<li>{escape(line)}</li>" for line in analysis.provenance if not line.startswith("guess: "))
        + "</ul>",
        f'<p class="note">{escape(LIMITS)} whatelse {escape(analysis.version)}.</p>',
    ]
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{escape(first)}</title><style>{STYLE}</style></head><body><main>{''.join(parts)}</main></body></html>\n"
    )


def _moved_html(title: str, moved: tuple[Moved, ...]) -> str:
    if not moved:
        return ""
    body = "".join(
        f'<tr><th scope="row">{escape(one.label)}</th><td>{100 * one.before:.1f}</td><td>{100 * one.after:.1f}</td>'
        f"<td>{100 * one.low:.1f} to {100 * one.high:.1f}</td><td>{escape(one.driver)}</td></tr>"
        for one in moved
    )
    return (
        f"{_SCROLL.format(title)}<table><caption>{title}, of 100 runners who answer like this</caption><thead><tr>"
        '<th scope="col"></th><th scope="col">Before</th><th scope="col">Now</th><th scope="col">Range</th>'
        f'<th scope="col">Through</th></tr></thead><tbody>{body}</tbody></table></div>'
    )
