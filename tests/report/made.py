"""Pages of the examples and of cases that tell very much, each worked out once."""

from collections.abc import Iterator
from functools import cache

from cli.program import EXAMPLES
from inference.shipped import KNOWLEDGE, case, example
from sampling import sample
from whatelse.case import Case
from whatelse.report.page import Gathered, Sheet, clinician_sheet, gather, runner_sheet
from whatelse.report.page.pdf import Paper, fitted
from whatelse.report.page.sheet import Audience

EVERY = sorted(path.stem for path in EXAMPLES.glob("*.yaml"))
SOME = [
    "cauda_equina",
    "mild_strain_week_1",
    "pop_in_class_now_sits_badly",
    "sacral_stress_fracture",
    "sit_bone_30_weeks",
    "two_nerve_sites",
]
FILES = sample(SOME, EVERY)
LONG = ("everything told", "long words", "foreign letters", "nothing told", "a child", "an emergency with much told")
NAMES = (*FILES, *LONG)
AUDIENCES: tuple[Audience, ...] = ("runner", "clinician")
WORDS = "somebody wrote a very long story here and never came to its end " * 40


@cache
def gathered(name: str) -> Gathered:
    return gather(long_case(name) if name in LONG else example(name), KNOWLEDGE)


@cache
def sheet(name: str, audience: Audience, cuts: int = 0) -> Sheet:
    make = runner_sheet if audience == "runner" else clinician_sheet
    return make(gathered(name), cuts)


def long_case(name: str) -> Case:
    if name == "nothing told":
        return case({})
    if name == "a child":
        return case({"pain_sit_bone": True, "worse_sprint_or_uphill": True}, person={"age": 13}, id="child")
    if name == "an emergency with much told":
        return case(
            {**dict(_answers(30)), "saddle_anaesthesia": True, "bladder_bowel_dysfunction": True, "leg_swelling": True},
            person={"age": 44},
            id="much",
        )
    words = {"long words": "x" * 3000, "foreign letters": "肩が痛い 😀 ранее כאב ελιά żółć", "everything told": WORDS}[
        name
    ]
    return case(
        {**dict(_answers(45 if name == "everything told" else 9)), "weeks_since_onset": 31},
        id=words[:200],
        person={"age": 41, "sport": words, "sex": "female"},
        side="both",
        told=["hamstring strain", "sciatica", "piriformis syndrome", words],
        treatments=[
            *({"what": words, "weeks": 4, "effect": "none"} for _ in range(8)),
            *({"what": what, "weeks": 12, "how_often": "daily", "effect": "none"} for what in [*KNOWLEDGE.actions][:9]),
        ],
        imaging=[{"region": words, "method": "mri", "week": 3, "result": words} for _ in range(6)],
    )


def _answers(count: int) -> Iterator[tuple[str, bool]]:
    """Many findings of the history, every fourth of them there; those of the safety core are denied."""
    core = {f for screen in KNOWLEDGE.safety.core for item in screen.items for f in item.findings}
    told = [
        finding
        for finding in KNOWLEDGE.findings.values()
        if finding.type == "yes_no" and finding.stage == "history" and not finding.implies and not finding.context
    ]
    for k, finding in enumerate(told[:count]):
        yes = k % 4 == 0 and finding.id not in core and finding.active == "yes"
        yield finding.id, yes if finding.active == "yes" else True


@cache
def fit(name: str, audience: Audience, paper: Paper = "a4") -> Sheet:
    """The fullest sheet that fits one page."""
    return fitted(lambda cuts: sheet(name, audience, cuts), audience, paper)
