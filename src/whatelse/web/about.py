"""What this is and is not; how far everybody can use it."""

from __future__ import annotations

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from whatelse.web.pages import page


def about(request: Request) -> Response:
    """Limits, sources, licences."""
    knowledge = request.app.state.desk.knowledge
    counts = {
        "sources": sum(1 for one in knowledge.conditions.values() if one.kind == "source"),
        "findings": len(knowledge.findings),
        "digest": knowledge.digest[:12],
    }
    return page("about.html", counts=counts)


def accessibility(request: Request) -> Response:
    """The accessibility statement."""
    return page("accessibility.html")


routes = [Route("/about", about), Route("/accessibility", accessibility)]
