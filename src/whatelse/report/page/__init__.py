"""The page to print: what is known of a case on one sheet of paper, for the runner or for the clinician."""

from whatelse.report.page.clinician import clinician_sheet
from whatelse.report.page.gathered import Gathered, gather
from whatelse.report.page.record import record
from whatelse.report.page.runner import runner_sheet
from whatelse.report.page.sheet import Sheet

__all__ = ["Gathered", "Sheet", "clinician_sheet", "gather", "record", "runner_sheet"]
