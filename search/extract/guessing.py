"""Which legacy encoding bytes are in, by how well they read as some language in it.

Each candidate is scored by the likelihood of its characters in a language, from orders of frequency alone, by the pairs
that they make with their neighbours, by what does not happen in words (a small letter before a capital, a symbol or
another script within a word), and by how rare the encoding is: the last decides where there is little to read.
"""

import math
import re
import unicodedata
from collections import Counter
from functools import lru_cache

from search.extract.alphabets import ALPHABETS, CHARACTERS, KANA, RARITY
from search.extract.letter_pairs import PAIRS

SAMPLE = 16384
"""Bytes that are looked at."""

PLAUSIBLE = -8.0
"""The mean logarithm for a byte beyond ASCII above which a guess is worth taking where UTF-8 is expected."""

PLAUSIBLE_CHARACTERS = -6.5
"""The same for encodings of several bytes a character, which most bytes can be read in."""

_ASCII_LETTERS = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_SIGNS = "™¢¥¶±×÷¼½¾¹²³µºª¿¡¦"
_OPENING, _CLOSING, _DASHES = "„«", "”»", "–—"
_LETTER_WORDS = "àéèóíáåöøαηοаивксоуяіїйєў"
_LONE = re.compile(rb"(?<![A-Za-z\x80-\xff])[\x80-\xff](?![A-Za-z\x80-\xff])")
_QUOTES = "’“”–—„«»‘"
_TYPOGRAPHY = _QUOTES + "…‚€£§©®°·•№\u3000，。、：；？！（）「」『』《》〈〉【】・ー～％“”"
_IN_QUOTES = math.log(0.03)
_NO_BREAK_SPACE = math.log(0.1)
_IN_TYPOGRAPHY = math.log(0.01)
_OTHER_LETTER = math.log(0.0004)
_SYMBOL = math.log(0.0001)
_NO_CHARACTER = -15.0
_IN_SIGNS = math.log(0.01)
_CAPITAL = -1.5
_CAPITAL_IN_WORD = -5.0
_CAPITAL_AFTER_CAPITAL = 1.6
_SYMBOL_IN_WORD = -4.0
_QUOTE_IN_WORD = -3.0
_DASH_AT_WORD = -1.5
_DIGIT_IN_WORD = -2.5
_SIGNS_TOGETHER = -2.0
_SCRIPTS_IN_WORD = -6.0
_DOUBLED = -1.5
_OFTEN_DOUBLED = "äöõü"
_ALONE = -3.0
_KNOWN_PAIR = 0.5
_UNKNOWN_PAIR = -2.5
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
    lone = Counter(found[0][0] for found in _LONE.finditer(sample))
    ascii_letters = len(sample) - len(sample.translate(None, _ASCII_LETTERS))
    for letters, encodings, share, language in ALPHABETS:
        for encoding in encodings:
            if encoding not in contexts:
                contexts[encoding] = _context(encoding, pairs, lone) - RARITY[encoding]
            likelihoods = _likelihoods(letters, encoding)
            score = contexts[encoding] + sum(likelihoods[byte] * count for byte, count in singles.items())
            if share is not None:
                score += beyond_ascii * min(0.0, math.log(beyond_ascii / (ascii_letters + 1) / share * 100)) / 2
            if language is not None and score + beyond_ascii > most:
                score += _likeness(language, encoding, pairs)
            if score > most:
                best, most = encoding, score
    for letters, encodings, *_ in CHARACTERS:
        for encoding in encodings:
            least = max(most, PLAUSIBLE_CHARACTERS * beyond_ascii)
            score = _score_of_characters(sample, letters, encoding, least) - RARITY[encoding]
            if score > least:
                best, most = encoding, score
    return best


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
        elif character == "\xa0":
            found.append(_NO_BREAK_SPACE)
        elif character in _SIGNS:
            found.append(_IN_SIGNS)
        else:
            found.append(_OTHER_LETTER if character.isalpha() else _SYMBOL)
    return tuple(found)


@lru_cache(maxsize=256)
def _shares(letters: str) -> dict[str, float]:
    """Logarithms of shares that fall with the rank, the slower the more letters there are."""
    weights = [1 / (rank + 1 + len(letters) / 8) for rank in range(len(letters))]
    total = sum(weights)
    return {letter: math.log(weight / total) for letter, weight in zip(letters, weights, strict=True)}


def _is_letter(character: str) -> bool:
    return character.isalpha() and character not in _SIGNS


def _likeness(language: str, encoding: str, pairs: Counter[tuple[int, int]]) -> float:
    """What pairs of neighbours add to the score of an encoding, or take from it, when the text is in a language."""
    table = _table(encoding)
    known = _pairs_of(language)
    score = 0.0
    for (first, second), count in pairs.items():
        left, right = table[first], table[second]
        if (left >= "\x80" and _is_letter(left)) or (right >= "\x80" and _is_letter(right)):
            pair = (left.lower() if _is_letter(left) else "-") + (right.lower() if _is_letter(right) else "-")
            score += (_KNOWN_PAIR if pair in known else _UNKNOWN_PAIR) * count
    return score


@lru_cache(maxsize=32)
def _pairs_of(language: str) -> frozenset[str]:
    return frozenset(PAIRS[language].split())


def _context(encoding: str, pairs: Counter[tuple[int, int]], lone: Counter[int]) -> float:
    """What pairs of neighbours, and bytes without any letter beside them, take from the score of an encoding."""
    table = _table(encoding)
    score = 0.0
    letters, within = 0, 0
    for (first, second), count in pairs.items():
        left, right = table[first], table[second]
        score += _strangeness(left, right) * count
        if right >= "\x80" and _is_letter(right) and not _is_latin(right):
            letters += count
            within += count * (left >= "\x80" and _is_letter(left))
    for byte, count in lone.items():
        if _is_letter(table[byte]) and table[byte].lower() not in _LETTER_WORDS:
            score += _ALONE * count
    # Words of other scripts are written in their letters alone, and have more than one.
    return score + _ALONE * max(0.0, letters * 0.6 - within)


@lru_cache(maxsize=1 << 16)
def _strangeness(first: str, second: str) -> float:
    letters = _is_letter(first) + _is_letter(second)
    if letters == 2:
        if (first < "\x80") != (second < "\x80") and _is_latin(first) != _is_latin(second):
            return _SCRIPTS_IN_WORD
        if first == second and first not in _OFTEN_DOUBLED:
            return _DOUBLED
        if second.isupper():
            return _CAPITAL_IN_WORD if first.islower() else _CAPITAL_AFTER_CAPITAL * (second >= "\x80")
        return 0.0
    if letters == 1:
        if _is_letter(first):
            return _strangeness_of_sign(second, first, is_before=False)
        return _strangeness_of_sign(first, second, is_before=True)
    if min(first, second) >= "\x80" and first != second and not (_is_mark(first) or _is_mark(second)):
        return _SIGNS_TOGETHER
    return 0.0


def _strangeness_of_sign(sign: str, letter: str, *, is_before: bool) -> float:
    """What a sign takes from the score that stands before a letter, or behind one."""
    if sign < "\x80":
        return _DIGIT_IN_WORD if sign.isdigit() else 0.0
    # The accented capital of Greek Windows is an apostrophe in ISO 8859-7.
    if sign in (_CLOSING if is_before else _OPENING) or (sign == "’" and is_before and "\u0370" <= letter <= "\u03ff"):
        return _QUOTE_IN_WORD
    if sign in _DASHES:
        return _DASH_AT_WORD
    if sign in _TYPOGRAPHY or _is_mark(sign) or sign in ("µªº¿¡" if is_before else "ªº™²³"):
        return 0.0
    return _SYMBOL_IN_WORD


@lru_cache(maxsize=4096)
def _is_mark(character: str) -> bool:
    """Whether a character belongs to the one before it, as vowels of Thai do, or is a space."""
    return character == "\xa0" or unicodedata.category(character).startswith("M")


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
