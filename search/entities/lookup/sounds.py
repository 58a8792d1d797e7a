"""What names sound like: one skeleton of consonants for the ways in which a name is written in Latin letters.

Mohammed, Muhammad and Mohamed, Gaddafi and Qaddafi, Tchaikovsky and Chaikovsky, Müller and Mueller have the same
skeleton, and so have names that have nothing to do with each other. It helps to find, and never says who is who.

The classes are those of Soundex (Russell 1918) and of the Kölner Phonetik (Postel 1969), made coarser for names that
were written down from Arabic and Cyrillic: hard k, g and q are one, and so are f, v and w, and all hissing sounds.
"""

import re
from functools import lru_cache

_HUSHING = re.compile("tsch|tch|dsch|dzh|sch|sh|ch|cz|zh|dj")
_CLUSTERS = (
    (re.compile("(?<=[aeiouy])j|j(?=$|[^aeiouy])"), ""),
    (_HUSHING, "j"),
    (re.compile("ph"), "f"),
    (re.compile("[kg]h|ck"), "k"),
    (re.compile("t[sz]|dz|c(?=[eiy])"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("(?<=[^aeiouy])h|h(?=[^aeiouy]|$)"), ""),
)
_CLASSES = str.maketrans("qcgzdbvwj", "kkkstpffs")
_VOWELS = "aeiouy"
_SILENT = str.maketrans("", "", _VOWELS + "h")
_RUNS = re.compile(r"(.)\1+")
_START = "a"
"""Stands for the vowel that a word begins with."""


@lru_cache(maxsize=1 << 16)
def skeleton(word: str) -> str:
    """The consonants of one folded word by class, at most as many letters as the word; "a" for nothing but vowels."""
    sounds = word
    for cluster, sound in _CLUSTERS:
        sounds = cluster.sub(sound, sounds)
    start = _START if word[:1] in _VOWELS else ""
    return start + _RUNS.sub(r"\1", sounds.translate(_CLASSES)).translate(_SILENT) or _START


def sound_alike(one: str, other: str) -> bool:
    """Whether two folded words may be one name; words with a single consonant are too short to tell."""
    sound = skeleton(one)
    return len(sound) > 1 and sound == skeleton(other)
