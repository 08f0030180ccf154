"""One person's findings: read from YAML or JSON, checked at the door, plain frozen values after it.

``read_cases()`` reads files, ``parse_case()`` checks a mapping, ``Case`` is what everything else takes.
"""

from whatelse.case.case import Case, Stage
from whatelse.case.facts import facts, sport_main
from whatelse.case.files import loads, read_cases
from whatelse.case.parsing import parse_case
from whatelse.case.schema import case_schema, schema_text
from whatelse.case.types import Answer, Imaging, Person, Treatment

__all__ = [
    "Answer",
    "Case",
    "Imaging",
    "Person",
    "Stage",
    "Treatment",
    "case_schema",
    "facts",
    "loads",
    "parse_case",
    "read_cases",
    "schema_text",
    "sport_main",
]
