"""The question of the founding article: "they say it is X". Does it fit, and what fits better?"""

from whatelse.challenge.answer import Challenge, Challenged, Fitted
from whatelse.challenge.ask import challenge_case, fits_of, what_decides
from whatelse.challenge.claim import Claim, claims_in, claims_of

__all__ = [
    "Challenge",
    "Challenged",
    "Claim",
    "Fitted",
    "challenge_case",
    "claims_in",
    "claims_of",
    "fits_of",
    "what_decides",
]
