"""Templates to pages. What every page carries, stands here once: the closing lines, the marks of the case."""

from __future__ import annotations

import functools
import re
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from starlette.responses import HTMLResponse

from whatelse.report.challenge_words import answered, asked, in_a_sentence, of_100, points_to, short, strength
from whatelse.report.plain_words import because_words, rule_words
from whatelse.report.runner_words import CLOSING, IF_TRUE, SEVERAL
from whatelse.report.terminal import percent
from whatelse.report.why import basis_text, origin_text
from whatelse.version import __version__
from whatelse.web import little
from whatelse.web.forms import word_of


@functools.cache
def environment() -> Environment:
    """Every value is escaped; a name that a template misspells is an error."""
    found = Environment(
        loader=PackageLoader("whatelse.web"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.globals.update(closing=CLOSING, version=__version__, several=SEVERAL, static=static, answered=answered)
    found.globals.update(points_to=points_to, asked=asked, if_true=IF_TRUE, bar=little.bar, people=little.people)
    found.globals.update(people_of=little.people_of, whole=little.whole, told_value=little.told_value)
    found.globals.update(basis=basis_text, origin=origin_text)
    found.globals.update(because_words=because_words, rule_words=rule_words)
    found.filters.update(
        short=short,
        in_sentence=in_a_sentence,
        of_100=of_100,
        percent=percent,
        strength=strength,
        word=word_of,
        caps=_caps,
    )
    return found


def _caps(text: str) -> str:
    return text[:1].upper() + text[1:]


@functools.cache
def static(name: str) -> str:
    """The address of an asset; it changes with its content, so that no browser shows an old one."""
    import hashlib

    raw = (resources.files("whatelse.web") / "static" / name).read_bytes()
    return f"/static/{name}?v={hashlib.sha256(raw).hexdigest()[:10]}"


def page(template: str, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, or a part of one."""
    return HTMLResponse(render(template, **values), status)


def render(template: str, **values: Any) -> str:
    """The text of a template; runs of blank lines are closed up."""
    text = environment().get_template(template).render(values)
    return re.sub(r"\n\s*\n+", "\n", text)
