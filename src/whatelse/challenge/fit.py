"""How well what was told fits: one word, from its probability, its rank and how much was told at all."""

from __future__ import annotations

from whatelse.challenge.answer import Fit

#: It fits from here on; as the first of all sources from the second number on.
FITS, FITS_AS_FIRST = 0.5, 0.25
#: Below this it fits poorly, where another source is at least so many times as likely.
POORLY, TWICE = 0.1, 2.0
#: Decibans. Where the findings moved neither what was told nor its best rival as far, nothing can be said.
LITTLE_TOLD = 6.0


def fit(probability: float, best_rival: float, moved: float) -> Fit:
    """probability: of what was told. best_rival: of the likeliest source that it does not cover."""
    if moved < LITTLE_TOLD:
        return "cannot_tell"
    if probability >= FITS or (probability >= FITS_AS_FIRST and probability >= best_rival):
        return "fits"
    if probability >= POORLY:
        return "partly"
    return "poorly" if best_rival >= TWICE * probability else "cannot_tell"


#: A grade or kind that holds less than this share of what was told was named wrongly, though its family may fit.
FORM_FITS = 0.1


def with_form(found: Fit, share: float) -> Fit:
    """The fit of a grade or kind that holds this share of its family."""
    return "partly" if found == "fits" and share < FORM_FITS else found


def with_graver(found: Fit, own: float, graver: float) -> Fit:
    """What was told never simply fits where a graver form of it is as likely as itself."""
    return "partly" if found == "fits" and graver >= own else found
