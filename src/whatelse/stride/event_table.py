"""How far each sign of contact lies from the force plate: measured once, the same for every recording.

All figures are in seconds unless said, sign minus force (50 N), after the low-pass below. They come from the trials
that docs/stride.md lists; none is fitted to the recording at hand, and every analysis repeats them in its
provenance.
"""

from __future__ import annotations

#: Low-pass of foot and of pelvis before accelerations are taken, Hz (second order, forward and backward).
FOOT_HZ = 25.0
PELVIS_HZ = 15.0

#: The foot is furthest ahead of the pelvis before contact: -27 ms at 2.5 and 3.5 m/s, fore- and rearfoot.
FURTHEST_AHEAD = -0.027
#: The first upward acceleration peak of the part of the foot that lands: of the heel, of the ball of the foot.
HEEL_LANDS = 0.0006
BALL_LANDS = 0.0155
#: Acceleration peaks of heel and ball this far apart (ball later positive) are a sure landing on heel, on ball.
SURE_HEEL, SURE_BALL = 0.025, -0.015
#: The pelvis is no longer in free fall (upward acceleration passes -g/2), as a share of the contact time.
PELVIS_CAUGHT_HEEL, PELVIS_CAUGHT_BALL = 0.06, 0.10

#: The pelvis is back in free fall (passes -g/2), as a share of the contact time.
PELVIS_FREE = -0.112
#: The ball of the foot rises faster than a fifth of the running speed.
BALL_RISES = -0.002
BALL_RISES_SHARE = 0.2
#: The knee is straightest.
KNEE_STRAIGHTEST = 0.0155
#: The heel rises fastest.
HEEL_FASTEST = 0.0

#: Standard deviation between runners that each sign is taken to have, s: the weight is its inverse square.
#: heel_lands: where the front of the foot has no marker, nobody knows whether the heel was first.
SPREAD = {
    "furthest_ahead": 0.010,
    "lands": 0.006,
    "heel_lands": 0.020,
    "pelvis_caught": 0.011,
    "pelvis_free": 0.005,
    "ball_rises": 0.008,
    "knee_straightest": 0.007,
    "heel_fastest": 0.012,
}
GRAVITY = 9.81
