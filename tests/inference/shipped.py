"""The shipped knowledge, its models, and short ways to ask them."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from whatelse.case import Case, parse_case, read_cases
from whatelse.errors import InputError
from whatelse.inference.assess import assess_case
from whatelse.inference.compile import Model, compiled
from whatelse.inference.differential import Differential
from whatelse.inference.evidence import Evidence
from whatelse.inference.observe import Account, observe
from whatelse.inference.posterior import Posterior, posterior
from whatelse.knowledge import load

KNOWLEDGE = load()
SETTINGS = tuple(sorted(KNOWLEDGE.settings))
EXAMPLES = Path(__file__).parents[2] / "examples"


def model(setting: str = "") -> Model:
    return compiled(KNOWLEDGE, setting or KNOWLEDGE.default_setting)


def case(findings: Mapping[str, Any] | None = None, **rest: Any) -> Case:
    return parse_case({"findings": dict(findings or {}), **rest}, KNOWLEDGE)


def example(name: str) -> Case:
    ((_, found),) = read_cases(EXAMPLES / f"{name}.yaml", KNOWLEDGE)
    assert isinstance(found, Case), found
    return found


def differential(findings: Mapping[str, Any] | None = None, **rest: Any) -> Differential:
    return assess_case(case(findings, **rest), KNOWLEDGE)


def evidence(findings: Mapping[str, Any] | None = None, **rest: Any) -> tuple[Evidence, Account]:
    return observe(case(findings, **rest), model())


def solved(one: Case) -> Posterior:
    return posterior(model().network, observe(one, model())[0])


def bytes_of(one: Case) -> str:
    """The answer as it is written, or the one line that says why there is none."""
    try:
        return assess_case(one, KNOWLEDGE).to_json()
    except InputError as error:
        return str(error)


def numbers_of(one: Case) -> Any:
    """Every number of the answer, without the account of what was told."""
    try:
        found = assess_case(one, KNOWLEDGE).to_dict()
    except InputError as error:
        return str(error)
    return {key: found[key] for key in ("ranking", "something_else", "differential", "interfaces", "driven")}
