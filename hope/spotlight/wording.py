"""Words that guides written with survivors advise against, each with the reason and a better one."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Advice:
    """A word to think about twice: what else could stand there, and why."""

    found: re.Pattern[str]
    better: str
    why: str


def _advice(pattern: str, better: str, why: str) -> Advice:
    return Advice(re.compile(rf"\b(?:{pattern})\b", re.IGNORECASE), better, why)


PERSON = "It makes a person into what was done to them."
POWER = "It gives the strength to us, and takes it from those who have shown it."
FEAR = "It asks for a feeling. Facts and dignity last longer."
PICTURE = "Such pictures repeat a myth: hardly anybody is held like that, and nobody wants to be seen so."

WORDS = (
    _advice(r"victims?", "survivor, or the word that the person chose", PERSON),
    _advice(r"(?:sex )?slaves?", "person who was trafficked, or was held in forced labour", PERSON),
    _advice(r"(?:child )?prostitutes?", "person who was exploited", PERSON),
    _advice(r"child prostitution|child porn\w*", "sexual exploitation of children", "A child cannot consent to it."),
    _advice(r"hookers?|whores?|addicts?|junkies?", "say what happened, or leave it out", PERSON),
    _advice(r"illegals|illegal (?:immigrants?|aliens?)", "people without papers", "No person is illegal."),
    _advice(r"third[- ]world", "the name of the country", "It ranks people by where they live."),
    _advice(r"voiceless|give (?:them |her |him )?a voice|voice for", "people who are not heard", POWER),
    _advice(r"(?:we|they|he|she|it) (?:have |has )?(?:rescued|saved|freed)|rescue[ds]?|saviou?rs?",
            "left with help, came out, was found together with the police", POWER),
    _advice(r"hero(?:es|ic|ines?)?|angels?", "what they did, plainly", POWER),
    _advice(r"broken|damaged|ruined|tainted|dirty past", "hurt, or what she says herself",
            "People heal, and they read what is written about them."),
    _advice(r"helpless|hopeless|powerless|innocent victims?", "what stood in their way", POWER),
    _advice(r"chain(?:s|ed)|shackle[sd]?|handcuff\w*|behind bars|bruise[sd]?|cower\w*|gagged|duct tape",
            "hands at work, a door, a landscape", PICTURE),
    _advice(r"horrific|shocking|unspeakable|gruesome|nightmare|hell", "what happened, in plain words", FEAR),
    _advice(r"before it is too late|act now|every (?:minute|second) counts|urgent(?:ly)?|last chance",
            "what a gift pays for", "Hurry is how people are pressed, and some of our readers know it too well."),
)  # fmt: skip

HEAVY = re.compile(
    r"\b(?:rape[ds]?|raping|sexual(?:ly)? (?:abuse|assault|exploit\w*)|abus\w+|violen\w+|assault\w*|suicid\w+|"
    r"tortur\w+|beaten|addict\w+|overdos\w+|murder\w*|kill(?:ed|ing))\b",
    re.IGNORECASE,
)
