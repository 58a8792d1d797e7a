"""The language of a text: by its script where one language writes it, else by its short words and its rarer letters."""

import re
from collections import Counter
from functools import lru_cache

from search.extract.function_words import LETTERS, WORDS

SAMPLE = 2400
"""Code points that are looked at, from a few places of the text."""

FEWEST_LETTERS = 40
FEWEST_IDEOGRAPHS = 12
"""Of less than so much text no language is said."""

_PLACES = 4
_WORD = re.compile(r"[^\W\d_]+")
_DISTINCT = 1.08
_LEAST_SHARE = 0.08
_LETTER_WEIGHT = 0.5
_STRANGE_LETTER = 0.35
_FEWEST_SIGNS = 3

_SCRIPTS: tuple[tuple[int, int, str], ...] = (
    (0x0041, 0x024F, "Latin"),
    (0x0370, 0x03FF, "el"),
    (0x0400, 0x052F, "Cyrillic"),
    (0x0530, 0x058F, "hy"),
    (0x0590, 0x05FF, "he"),
    (0x0600, 0x06FF, "Arabic"),
    (0x0900, 0x097F, "Devanagari"),
    (0x0980, 0x09FF, "bn"),
    (0x0A00, 0x0A7F, "pa"),
    (0x0A80, 0x0AFF, "gu"),
    (0x0B80, 0x0BFF, "ta"),
    (0x0C00, 0x0C7F, "te"),
    (0x0C80, 0x0CFF, "kn"),
    (0x0D00, 0x0D7F, "ml"),
    (0x0D80, 0x0DFF, "si"),
    (0x0E00, 0x0E7F, "th"),
    (0x0E80, 0x0EFF, "lo"),
    (0x0F00, 0x0FFF, "bo"),
    (0x1000, 0x109F, "my"),
    (0x10A0, 0x10FF, "ka"),
    (0x1100, 0x11FF, "ko"),
    (0x1200, 0x137F, "am"),
    (0x1780, 0x17FF, "km"),
    (0x1E00, 0x1EFF, "Latin"),
    (0x1F00, 0x1FFF, "el"),
    (0x3040, 0x30FF, "Kana"),
    (0x3400, 0x4DBF, "Han"),
    (0x4E00, 0x9FFF, "Han"),
    (0xAC00, 0xD7AF, "ko"),
)
_EAST_ASIAN = ("Kana", "Han", "ko")


def _languages_of(signs: dict[str, list[str]]) -> dict[str, tuple[tuple[str, ...], float]]:
    """For each sign the languages that have it, and what it counts for each: the less, the more they are."""
    found: dict[str, list[str]] = {}
    for language, each in signs.items():
        for sign in dict.fromkeys(each):
            found.setdefault(sign, []).append(language)
    return {sign: (tuple(languages), len(languages) ** -0.5) for sign, languages in found.items()}


_WORDS = {language: frozenset(words.split()) for language, words in WORDS.items()}
_LETTERS = {language: frozenset(LETTERS.get(language, "")) for language in WORDS}
_BY_WORD = _languages_of({language: words.split() for language, words in WORDS.items()})
_BY_LETTER = _languages_of({language: list(letters) for language, letters in LETTERS.items()})


def language_of(text: str) -> str | None:
    """The ISO 639-1 code of the language that most of a text is in; None when there is too little to tell."""
    sample = _sample(text)
    characters = Counter(sample)
    scripts: Counter[str] = Counter()
    for character, count in characters.items():
        if character.isalpha() and (script := _script(character)):
            scripts[script] += count
    if not scripts:
        return None
    east_asian = sum(scripts[script] for script in _EAST_ASIAN)
    letters = sum(scripts.values())
    if east_asian * 3 > letters:
        return _east_asian(scripts) if east_asian >= FEWEST_IDEOGRAPHS else None
    if letters < FEWEST_LETTERS:
        return None
    script, count = scripts.most_common(1)[0]
    if count * 2 < letters:
        return None
    if script == "Arabic":
        return _arabic(characters)
    if script == "Devanagari":
        return _devanagari(characters, sample)
    if script in ("Latin", "Cyrillic"):
        return _by_words(sample.lower())
    return script


def _sample(text: str) -> str:
    if len(text) <= SAMPLE:
        return text
    size = SAMPLE // _PLACES
    return " ".join(
        text[start : start + size] for start in range(0, len(text) - size, (len(text) - size) // _PLACES + 1)
    )


@lru_cache(maxsize=4096)
def _script(character: str) -> str | None:
    code = ord(character)
    return next((script for first, last, script in _SCRIPTS if first <= code <= last), None)


def _east_asian(scripts: Counter[str]) -> str:
    if scripts["ko"] > scripts["Kana"] + scripts["Han"]:
        return "ko"
    return "ja" if scripts["Kana"] * 20 > scripts["Han"] else "zh"


def _arabic(characters: Counter[str]) -> str:
    if any(characters[letter] for letter in "ٹڈڑںے"):
        return "ur"
    if any(characters[letter] for letter in "ړښځڅې"):
        return "ps"
    return "fa" if sum(characters[letter] for letter in "پچژگیک") > characters["ي"] + characters["ك"] else "ar"


def _devanagari(characters: Counter[str], sample: str) -> str:
    if characters["ळ"] or "आहे" in sample:
        return "mr"
    return "ne" if sample.count("छ") * 100 > len(sample) else "hi"


def _by_words(sample: str) -> str | None:
    words = _WORD.findall(sample)
    known = set(words)
    scores: dict[str, float] = dict.fromkeys(WORDS, 0.0)
    for word in words:
        if (signs := _BY_WORD.get(word)) is not None:
            languages, weight = signs
            for language in languages:
                scores[language] += weight
    rare = {letter: sample.count(letter) for letter in set(sample) & _BY_LETTER.keys()}
    if rare:
        strange = _STRANGE_LETTER * sum(rare.values())
        for language in scores:
            scores[language] -= strange
        for letter, count in rare.items():
            languages, weight = _BY_LETTER[letter]
            for language in languages:
                scores[language] += count * (_STRANGE_LETTER + _LETTER_WEIGHT * weight)
    best, second = sorted(scores, key=lambda language: -scores[language])[:2]
    if scores[best] < _LEAST_SHARE * len(words) or scores[best] < _DISTINCT * scores[second]:
        return None
    if len(known & _WORDS[best]) + len(rare.keys() & _LETTERS[best]) < _FEWEST_SIGNS:
        return None
    return best
