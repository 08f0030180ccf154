"""One command per capability. Thin: no arithmetic here. Heavy imports happen inside the commands."""

from whatelse.cli.main import main

__all__ = ["main"]
