"""The local web app: start page, body map, interview, results, and an API. Thin: it asks and shows."""

from whatelse.web.app import create_app

__all__ = ["create_app"]
