"""What the knowledge must keep: ``check(knowledge)`` gives each problem, its place and what to do."""

from whatelse.errors import InputError
from whatelse.knowledge.check.axes import (
    check_axes,
    check_courses,
    check_members,
    check_patterns,
    check_shares,
)
from whatelse.knowledge.check.body_map import check_body_map
from whatelse.knowledge.check.care import check_actions, check_responses, check_scans
from whatelse.knowledge.check.cycles import check_cycles
from whatelse.knowledge.check.exam_tests import check_exam_tests
from whatelse.knowledge.check.families import check_families
from whatelse.knowledge.check.findings import check_findings
from whatelse.knowledge.check.gates import check_contexts, check_derived, check_drivers, check_gates
from whatelse.knowledge.check.ids import check_ids, check_link_ids
from whatelse.knowledge.check.interview_data import check_interview
from whatelse.knowledge.check.links import check_enough, check_links
from whatelse.knowledge.check.numbers import check_numbers, check_quantiles
from whatelse.knowledge.check.orders import check_families_of_studies, check_orders
from whatelse.knowledge.check.plan_data import check_plan_complete, check_plan_ids, check_plan_texts
from whatelse.knowledge.check.problem import Problem
from whatelse.knowledge.check.rules import check_emergencies, check_rules
from whatelse.knowledge.check.safety import check_safety
from whatelse.knowledge.check.self_tests import check_self_tests
from whatelse.knowledge.check.settings import check_settings
from whatelse.knowledge.check.shorthand import check_shorthand
from whatelse.knowledge.check.six_factors import check_six_factors
from whatelse.knowledge.check.specifics import check_specifics
from whatelse.knowledge.check.texts import check_texts
from whatelse.knowledge.schema import Knowledge

__all__ = ["CHECKS", "Problem", "check", "require_sound"]

CHECKS = (
    check_numbers,
    check_quantiles,
    check_orders,
    check_families_of_studies,
    check_ids,
    check_link_ids,
    check_cycles,
    check_findings,
    check_families,
    check_links,
    check_enough,
    check_specifics,
    check_patterns,
    check_shares,
    check_axes,
    check_members,
    check_courses,
    check_gates,
    check_drivers,
    check_contexts,
    check_derived,
    check_settings,
    check_responses,
    check_actions,
    check_scans,
    check_plan_ids,
    check_plan_complete,
    check_plan_texts,
    check_rules,
    check_emergencies,
    check_six_factors,
    check_safety,
    check_shorthand,
    check_self_tests,
    check_exam_tests,
    check_interview,
    check_body_map,
    check_texts,
)


def check(knowledge: Knowledge) -> list[Problem]:
    """Every problem of the knowledge, in the order of files and entries; an empty list is good news."""
    return sorted({problem for one in CHECKS for problem in one(knowledge)})


def require_sound(knowledge: Knowledge) -> Knowledge:
    """The same knowledge, or InputError with its first problem: for overlays, which come from outside."""
    problems = check(knowledge)
    if problems:
        first, more = problems[0], len(problems) - 1
        raise InputError(f"{first}" + (f" (and {more} more; see whatelse knowledge check)" if more else ""))
    return knowledge
