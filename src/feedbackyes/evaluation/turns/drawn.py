"""Echoes that nobody tuned anything on: cases drawn at random, the same for the same seed."""

from __future__ import annotations

from random import Random

from feedbackyes.evaluation.turns.recipes import Echo, Noise, Recipe, Said

PARTNER_SAYS = (
    "I had three other things on my desk that day and nobody asked me whether I could take on one more.",
    "Look, the numbers were in the mail that I sent to everybody on Tuesday, so please read it.",
    "My manager told me to wait until the meeting, and then the meeting was moved to the next week.",
    "Honestly I do not see why this is such a problem for you all of a sudden.",
)
LEARNER_SAYS = (
    "hold on that is not fair to me",
    "excuse me but i have a question about the plan",
    "i hear you and i want to find a way that works",
    "no that was on wednesday not on tuesday",
)
VOICES = ("marin", "cedar", "onyx", "shimmer", "fable", "alloy", "verse", "nova")
GAIN_DB, DELAY_MS, LEVEL_DB, SNR_DB = (-28.0, 0.0), (10, 470), (-32.0, -24.0), (12.0, 25.0)
NOISY = 5
"""One case in so many has a fan, a street or a hum in it."""
STOPS_AFTER_MS = 1_300


def drawn(count: int, seed: int) -> list[Recipe]:
    """So many cases with an echo of any loudness and delay; in every other one the learner talks over it."""
    random = Random(seed)  # noqa: S311 (not a secret)
    return [_one(number, random) for number in range(count)]


def _one(number: int, random: Random) -> Recipe:
    theirs, own = random.sample(VOICES, 2)
    partner = Said(at=random.randrange(200, 900), says=random.choice(PARTNER_SAYS), voice=theirs)
    learner: list[Said] = []
    if number % 2:
        at, level_db = random.randrange(1_400, 3_200), random.uniform(*LEVEL_DB)
        says = random.choice(LEARNER_SAYS)
        learner.append(Said(at=at, says=says, voice=own, level_db=level_db, kind="interrupts"))
        partner = partner.model_copy(update={"stops": at + STOPS_AFTER_MS})
    echo = Echo(gain_db=random.uniform(*GAIN_DB), delay_ms=random.randrange(*DELAY_MS))
    noise = None
    if number % NOISY == 0:
        noise = Noise(kind=random.choice(("fan", "street", "hum")), snr_db=random.uniform(*SNR_DB))
    category = "drawn double talk" if learner else "drawn echo"
    return Recipe(name=f"drawn-{number}", category=category, learner=learner, partner=[partner], echo=echo, noise=noise)
