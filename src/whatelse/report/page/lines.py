"""The three plain lines that come first: how urgent, whether it fits what was told, the next step."""

from __future__ import annotations

from whatelse.challenge import Fitted
from whatelse.report import runner_words
from whatelse.report.groups import Groups
from whatelse.report.page.gathered import Gathered
from whatelse.report.page.sheet import Text
from whatelse.report.page.words import free, name_of


def three_lines(gathered: Gathered, found: Groups, letters: int) -> tuple[Text, ...]:
    """The same words as on the screen. letters: at most so many of what somebody said it is."""
    plan, triage, knowledge = gathered.plan, gathered.assessment.triage, gathered.knowledge
    told = tuple(Fitted(free(one.said, letters), one.told, one.fit) for one in gathered.challenged.challenges)
    known = {one.said for one in gathered.challenged.challenges}
    unknown = tuple(free(text, letters) for text in gathered.case.told if text not in known)
    best = name_of(knowledge, found.best[0][0].condition) if found.best else ""
    texts = (
        runner_words.urgent_line(triage, knowledge),
        runner_words.fits_line(told, unknown, best),
        runner_words.next_line(plan, triage, knowledge),
    )
    return tuple(Text(text, f"{lead}:") for lead, text in zip(runner_words.LEADS, texts, strict=True))
