"""The page "The hips as a machine": the stride as geometry, what it means to ask or test, and what-ifs.

It reads the case and changes nothing in it: no probability, no finding, no event.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from whatelse.errors import InputError
from whatelse.inference.assess import differential_of
from whatelse.mechanics import Gait, Mechanics, gait_of_analysis, mechanics_of, muscles, typical
from whatelse.mechanics.chain import WEIGHTS
from whatelse.mechanics.gait import OTHER, Side
from whatelse.mechanics.nerve import together
from whatelse.plan import Plan, plan_for
from whatelse.report.challenge_words import answered
from whatelse.report.mechanics import plain
from whatelse.report.mechanics.chain_diagram import has_picture, parts_picture, watched, watched_picture
from whatelse.report.mechanics.nerve_map import SHORT, nerve_picture, stride_of, sum_text
from whatelse.report.mechanics.strip import ROLES, curve_picture, moment_picture, moments, scale_picture
from whatelse.report.mechanics.text import FIRST
from whatelse.report.mechanics.words import chain_meaning, nerve_meaning, percent, shown_side, stretch_meaning
from whatelse.report.runner_words import urgent_line
from whatelse.web.asked import Asked, asked_of
from whatelse.web.little import load_bar, raw
from whatelse.web.mechanics_form import Wish, wish_of
from whatelse.web.pages import page

#: What of a case belongs to which picture: findings that are shown beside it where they were told.
TOUCHES = {
    "stretch": ("worse_sprint_or_uphill", "worse_forward_bend_or_stretch", "slr_hamstring_pain", "mech_stretch_split"),
    "chain": ("hip_extension_limited", "hip_ir_limited", "hip_rotation_asymmetry", "worse_long_stride_hip_extension"),
    "nerve": ("slump_positive", "slr", "leg_pain_changed_by_neck", "worse_cough_sneeze"),
}


@dataclass(frozen=True)
class Stride:
    """own: of the person's recording; else the typical runner. problem: why a recording that is there was not used."""

    gait: Gait
    own: bool
    problem: str = ""


def mechanics(request: Request) -> Response:
    """The page; nothing of it while a safety question that matters is open, at emergency, or outside its limits."""
    asked = asked_of(request)
    session = asked.session
    if session.safety_open:
        return RedirectResponse(f"/c/{asked.case_id}", 303)
    plan = plan_for(session.weighed, session.triage)
    if plan.kind in ("emergency", "under_16", "elsewhere") or session.triage.level == "emergency":
        return _stopped(asked, plan)
    wish = wish_of(request.query_params)
    stride = stride_for(request, asked.case_id)
    told = mechanics_of(stride.gait, wish.edits, wish.restrictions, wish.held)
    values = {**asked.values, "reader": _reader(asked)}
    values |= _head(asked, stride, wish) | _pictures(told, stride.gait, asked) | {"told": told, "wish": wish}
    return page("mechanics.html", 422 if wish.problem else 200, **values)


def stride_for(request: Request, case: str) -> Stride:
    """The stride of the recording that was analysed for the case, else the typical one."""
    recordings = getattr(request.app.state, "recordings", None)
    analysis = recordings.analysis(case) if recordings is not None else None
    if analysis is None:
        return Stride(typical(), own=False)
    try:
        return Stride(gait_of_analysis(analysis), own=True)
    except InputError as error:
        return Stride(typical(), own=False, problem=error.message)


def _reader(asked: Asked) -> str:
    return "clinician" if asked.values["reader"] == "clinician" else "runner"


def _stopped(asked: Asked, plan: Plan) -> Response:
    """What matters more than any geometry, and the way to the result."""
    session = asked.session
    is_emergency = session.triage.level == "emergency"
    lines = (urgent_line(session.triage, session.knowledge),) if is_emergency else plan.instruction
    return page("mechanics_stopped.html", lines=lines, emergency=is_emergency, **asked.values)


def _head(asked: Asked, stride: Stride, wish: Wish) -> dict[str, Any]:
    """What stands above the pictures: whose stride, how urgent, what may be tried at one press."""
    session = asked.session
    reader = _reader(asked)
    for_reader = f"&for={reader}" if reader != asked.values["audience"] else ""
    side = session.case.side if session.case.side in ("left", "right") else "right"
    tries = (
        ("Land 5 cm nearer", "overstride=-5"),
        ("Take 5 % more steps", "cadence=5"),
        (f"{side.capitalize()} hip goes back 10° less", f"{side}_hip_extension=10"),
        ("Nerve held in two places", "held=piriformis&held=sit_bone"),
    )
    urgent = urgent_line(session.triage, session.knowledge) if session.triage.level == "urgent" else ""
    return {
        "stride": stride,
        "urgent": urgent,
        "limits": differential_of(session.weighed, "all").limits,
        "tries": [(label, f"?{query}{for_reader}#answer") for label, query in tries],
        "switch": wish.address("runner" if reader == "clinician" else "clinician"),
        "back": f"/c/{asked.case_id}/result" + (f"?for={reader}" if for_reader else ""),
        "places": plain.PLACES,
        "short": SHORT,
    }


def _pictures(told: Mechanics, gait: Gait, asked: Asked) -> dict[str, Any]:
    """The pictures, each with its line; one that says nothing about this stride is left out."""
    side = shown_side(told, asked.case.side)
    shown = moments(told, side)
    stretch, nerve = stretch_meaning(told, side), nerve_meaning(told, side)
    is_drawn = has_picture(told)
    return {
        "side": side,
        "sides": told.sides if told.method != "typical" else (side,),
        "other": OTHER,
        "stretch": stretch,
        "moments": [(one, raw(moment_picture(gait, side, one))) for one in shown] if stretch else [],
        "curve": raw(curve_picture(told, side)),
        "scale": raw(scale_picture()),
        "roles": list(zip(told.roles[side], ROLES.values(), strict=True)),
        "nerve": nerve,
        "nerve_figure": raw(nerve_picture(told, gait, side)) if nerve else "",
        "running": stride_of(told, side),
        "pair": together(gait, side),
        "chain": told.chain,
        "chain_line": chain_meaning(told),
        "chain_figures": (raw(parts_picture(told)), raw(watched_picture(told, gait))) if is_drawn else (),
        "watched": watched(told.chain) if told.chain is not None and is_drawn else None,
        "told_of": {name: _told(asked, findings) for name, findings in TOUCHES.items()},
        "words": plain,
        "percent_of": percent,
        "sum_text": sum_text,
        "load_bar": load_bar,
        "rows": _rows(told, side),
        "weights": WEIGHTS,
    }


def _told(asked: Asked, findings: tuple[str, ...]) -> list[str]:
    """What the case says of them, each as it was asked; what was not told is not named."""
    knowledge, clinician = asked.session.knowledge, _reader(asked) == "clinician"
    found = []
    for name in findings:
        answer = asked.case.findings.get(name)
        if answer is None or not isinstance(answer.value, bool):
            continue
        label = knowledge.findings[name].label
        plainly = answered(knowledge, name, label, answer.value)
        found.append(f"{label}: {'yes' if answer.value else 'no'}." if clinician else plainly)
    return found


def _rows(told: Mechanics, side: Side) -> list[dict[str, Any]]:
    """The clinician's table: muscles with the error of their fit in mm."""
    held = muscles.table()
    out = []
    for name in FIRST:
        error = held.muscle(name).error["running"]
        sides = told.sides if told.method != "typical" else (side,)
        peaks = [told.muscle(name, one) for one in sides]
        out.append({"label": peaks[0].label, "sides": peaks, "fit_mm": error["max_mm"]})
    return out


routes = [Route("/c/{case}/mechanics", mechanics)]
