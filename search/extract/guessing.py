"""Which legacy encoding bytes are in, by how well they read as some language in it.

Each candidate is scored by the likelihood of its characters in a language, from orders of frequency alone, and by what
does not happen in words: a small letter before a capital, a symbol or another script within a word.
"""

import math
import unicodedata
from collections import Counter
from functools import lru_cache

from search.extract.alphabets import ALPHABETS, CHARACTERS, HANZI, KANA

SAMPLE = 16384
"""Bytes that are looked at."""

PLAUSIBLE = -6.5
"""The mean logarithm for a byte beyond ASCII above which a guess is worth taking where UTF-8 is expected."""

_ASCII_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_QUOTES = "’“”–—„«»‘\xa0"
_TYPOGRAPHY = _QUOTES + "…‚€£§©®°·•№\u3000，。、：；？！（）「」『』《》〈〉【】・ー～％“”"
_IN_QUOTES = math.log(0.03)
_IN_TYPOGRAPHY = math.log(0.01)
_OTHER_LETTER = math.log(0.0004)
_SYMBOL = math.log(0.0001)
_NO_CHARACTER = -15.0
_CAPITAL = -1.5
_CAPITAL_IN_WORD = -5.0
_SYMBOL_IN_WORD = -4.0
_SCRIPTS_IN_WORD = -6.0
_DOUBLED = -1.5
_OFTEN_DOUBLED = "äöõü"
_ALONE = -3.0
_IDEOGRAPH = math.log(0.00004)
_EAST_ASIAN_PUNCTUATION = math.log(0.03)


def guess(data: bytes) -> str | None:
    """The codec of bytes that are in no Unicode encoding; None when nothing plausible is found."""
    sample = data[:SAMPLE]
    if len(data) > SAMPLE:
        sample = sample[: sample.rfind(b"\n") + 1] or sample
    beyond_ascii = sum(byte >= 0x80 for byte in sample)
    if not beyond_ascii:
        return None
    best, most = None, PLAUSIBLE * beyond_ascii
    singles = Counter(byte for byte in sample if byte >= 0x80)
    pairs = Counter(pair for pair in zip(b" " + sample, sample + b" ", strict=True) if max(pair) >= 0x80)
    contexts: dict[str, float] = {}
    ascii_letters = len(sample) - len(sample.translate(None, _ASCII_LETTERS))
    for letters, encodings, share in ALPHABETS:
        for rank, encoding in enumerate(encodings):
            if encoding not in contexts:
                contexts[encoding] = _context(encoding, pairs)
            likelihoods = _likelihoods(letters, encoding)
            score = contexts[encoding] + sum(likelihoods[byte] * count for byte, count in singles.items()) - rank
            if share is not None:
                score += beyond_ascii * min(0.0, math.log(beyond_ascii / (ascii_letters + 1) / share * 100)) / 2
            if score > most:
                best, most = encoding, score
    for letters, encodings, _ in CHARACTERS:
        for encoding in encodings:
            score = _score_of_characters(sample, letters, encoding, most)
            if score > most:
                best, most = encoding, score
    return best


def is_chinese(text: str) -> bool:
    """Whether what is beyond ASCII in a text is mostly frequent Chinese characters."""
    beyond = [character for character in text if character >= "\x80"]
    return sum(character in HANZI or character in _TYPOGRAPHY for character in beyond) * 2 > len(beyond) > 0


@lru_cache(maxsize=256)
def _table(encoding: str) -> str:
    """The characters of all 256 bytes; U+FFFD for none, and for control characters."""
    characters = bytes(range(256)).decode(encoding, "replace")
    return "".join(each if each < "\x80" or unicodedata.category(each) != "Cc" else "\ufffd" for each in characters)


@lru_cache(maxsize=256)
def _likelihoods(letters: str, encoding: str) -> tuple[float, ...]:
    """For each byte the logarithm of its share among bytes beyond ASCII in a language of these letters."""
    shares = _shares(letters)
    found = []
    for character in _table(encoding):
        if character == "\ufffd":
            found.append(_NO_CHARACTER)
        elif (share := shares.get(character.lower())) is not None:
            found.append(share + (_CAPITAL if character != character.lower() else 0.0))
        elif character in _TYPOGRAPHY:
            found.append(_IN_QUOTES if character in _QUOTES else _IN_TYPOGRAPHY)
        else:
            found.append(_OTHER_LETTER if character.isalpha() else _SYMBOL)
    return tuple(found)


@lru_cache(maxsize=256)
def _shares(letters: str) -> dict[str, float]:
    """Logarithms of shares that fall with the rank, the slower the more letters there are."""
    weights = [1 / (rank + 1 + len(letters) / 8) for rank in range(len(letters))]
    total = sum(weights)
    return {letter: math.log(weight / total) for letter, weight in zip(letters, weights, strict=True)}


def _context(encoding: str, pairs: Counter[tuple[int, int]]) -> float:
    """What pairs of neighbours take from the score of an encoding."""
    table = _table(encoding)
    score = 0.0
    letters, within = 0, 0
    for (first, second), count in pairs.items():
        left, right = table[first], table[second]
        score += _strangeness(left, right) * count
        if right >= "\x80" and right.isalpha() and not _is_latin(right):
            letters += count
            within += count * (left >= "\x80" and left.isalpha())
    # Words of other scripts are written in their letters alone, and have more than one.
    return score + _ALONE * max(0.0, letters * 0.6 - within)


@lru_cache(maxsize=1 << 16)
def _strangeness(first: str, second: str) -> float:
    letters = first.isalpha() + second.isalpha()
    if letters == 2:
        if (first < "\x80") != (second < "\x80") and _is_latin(first) != _is_latin(second):
            return _SCRIPTS_IN_WORD
        if first == second and first not in _OFTEN_DOUBLED:
            return _DOUBLED
        return _CAPITAL_IN_WORD if first.islower() and second.isupper() else 0.0
    if letters == 1:
        other = second if first.isalpha() else first
        if other >= "\x80" and other not in _TYPOGRAPHY and not unicodedata.combining(other):
            return _SYMBOL_IN_WORD
    return 0.0


@lru_cache(maxsize=4096)
def _is_latin(letter: str) -> bool:
    return unicodedata.name(letter, "").startswith("LATIN")


def _score_of_characters(sample: bytes, letters: str, encoding: str, least: float) -> float:
    """The score of an encoding with several bytes a character, or something under `least`."""
    text = sample.decode(encoding, "replace")
    if _NO_CHARACTER * text.count("\ufffd") < least:
        return -math.inf
    shares = _shares_of_characters(letters)
    score = 0.0
    for character, count in Counter(text).items():
        if character < "\x80":
            continue
        if (share := shares.get(character)) is not None:
            score += share * count
        elif character == "\ufffd":
            score += _NO_CHARACTER * count
        elif "\uff61" <= character <= "\uff9f" or not character.isalpha():
            score += _SYMBOL * count
        else:
            score += _IDEOGRAPH * count
    return score


@lru_cache(maxsize=16)
def _shares_of_characters(letters: str) -> dict[str, float]:
    distinct = "".join(dict.fromkeys(letters))
    shares = dict.fromkeys(_TYPOGRAPHY, _EAST_ASIAN_PUNCTUATION - 1.5)
    shares.update(dict.fromkeys("，。、", _EAST_ASIAN_PUNCTUATION))
    kana = set(distinct) & KANA
    weights = [1 / (rank + 20) for rank in range(len(distinct))]
    total = sum(weights) / 0.8
    for character, weight in zip(distinct, weights, strict=True):
        shares[character] = math.log(0.6 / len(kana)) if character in kana else math.log(weight / total)
    return shares
