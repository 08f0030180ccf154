"""The exam: cases whose truth is known, answered and scored beside simple baselines.

``sit()`` answers and scores; ``ExamResult`` is what every view shows.
"""

from whatelse.exam.result import CaseAnswer, ExamResult, GroupScore, StageScore
from whatelse.exam.share import Share
from whatelse.exam.sit import sit
from whatelse.exam.truth import Truth, truth_of

__all__ = ["CaseAnswer", "ExamResult", "GroupScore", "Share", "StageScore", "Truth", "sit", "truth_of"]
