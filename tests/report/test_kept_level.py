"""What is printed is never calmer than what the interview holds."""

import msgspec
import pytest

from inference.shipped import KNOWLEDGE, example
from tests.report.made import AUDIENCES
from whatelse.case import Case
from whatelse.report.page import clinician_sheet, gather, runner_sheet
from whatelse.report.page.sheet import Audience
from whatelse.triage import Triage, evaluate
from whatelse.triage.types import Raised

MAKE = {"runner": runner_sheet, "clinician": clinician_sheet}


def raised(case: Case) -> Triage:
    """As an interview keeps it: a likely cause raised it once, and no answer has changed since."""
    cause = Raised("emergency", 0.5, 0.5, 0.5, 0.4, (("acute_limb_ischaemia", 0.5),))
    return msgspec.structs.replace(evaluate(case, KNOWLEDGE), level="emergency", raised_by_probability=cause)


@pytest.mark.parametrize("audience", AUDIENCES)
def test_a_level_that_was_kept_is_printed(audience: Audience) -> None:
    case = example("mild_strain_week_1")
    kept = gather(case, KNOWLEDGE, triage=raised(case))
    assert kept.assessment.triage.level == "emergency" and kept.plan.kind == "emergency"
    calm = MAKE[audience](gather(case, KNOWLEDGE))
    urgent = MAKE[audience](kept)
    assert urgent.lines[0].text != calm.lines[0].text
    assert "emergency" in urgent.lines[0].text.lower()
