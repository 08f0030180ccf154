"""The knowledge as text: one entry, the whole in numbers, every number as a row."""

from whatelse.report.knowledge.coverage import coverage_text
from whatelse.report.knowledge.entry import show
from whatelse.report.knowledge.rows import to_csv
from whatelse.report.knowledge.stats import stats, summary

__all__ = ["coverage_text", "show", "stats", "summary", "to_csv"]
