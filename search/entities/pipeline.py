"""Names that an installed spaCy pipeline sees where ours are not.

spaCy is optional, and so is any pipeline for it: whichever is installed is used, none is ever fetched. It is loaded
when the first text is recognised, never before. Only its entity recogniser runs. Ours come first: what overlaps one of
ours is dropped, and so are its dates and figures. A pipeline that fails costs its own names, never ours.
"""

import importlib.util
import re
import unicodedata
import warnings
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Any, Protocol

from search.entities.mentions import EntityType
from search.entities.values.patterns import Found

if TYPE_CHECKING:
    from importlib.metadata import EntryPoint

RULES = "rules/4"
"""Our own recogniser; the number goes up when it sees something else in the same text."""

_TYPES = {
    "PERSON": EntityType.PERSON,
    "PER": EntityType.PERSON,
    "ORG": EntityType.ORGANISATION,
    "GPE": EntityType.PLACE,
    "LOC": EntityType.PLACE,
    "FAC": EntityType.PLACE,
    "NORP": EntityType.GROUP,
    "PRODUCT": EntityType.PRODUCT,
    "WORK_OF_ART": EntityType.WORK,
    "LAW": EntityType.WORK,
    "EVENT": EntityType.EVENT,
}
"""Labels of OntoNotes, and those of WikiNER that most languages have."""

_LONGEST_PIECE = 30_000
"""Code points for spaCy at once: its memory grows by two to three kilobytes with each."""

_OTHER_PARTS = ["tagger", "morphologizer", "parser", "senter", "attribute_ruler", "lemmatizer", "trainable_lemmatizer"]
_SHARED_PARTS = ["tok2vec", "transformer"]
_BEFORE_NAME = re.compile(r"(?:(?i:the)\s+|[\s\"“”‘'(\[])+")
_END_OF_NAME = re.compile(r"(?:['’]s|[\s'’\"”)\],;:])+\Z")
_BREAKS = ("\n\n", "\n", ". ", " ")


class Pipeline(Protocol):
    """What is used of a spaCy `Language`; the result has `ents` with `start_char`, `end_char` and `label_`."""

    max_length: int

    def __call__(self, text: str, /) -> Any:
        """The document of a text of at most `max_length` code points."""


def recogniser() -> str:
    """What recognises names here: `rules/4`, or `rules/4+en_core_web_sm-3.8.0` where a pipeline is installed.

    Imports no pipeline, so one that turns out to be broken is named too.
    """
    found = _installed()
    return RULES if found is None else f"{RULES}+{found.name}-{found.dist.version if found.dist else '0'}"


def further(text: str, taken: Iterable[tuple[Any, ...]], pipeline: Pipeline | None = None) -> list[Found]:
    """Spans of names that overlap none of `taken` (start and end first, in any order), in text order.

    `pipeline` reads the text instead of the installed one. Nothing is found where there is none, or where it fails,
    which is warned of.
    """
    pipeline = pipeline or (installed_pipeline() if text else None)
    if pipeline is None:
        return []
    try:
        seen = sorted(set(_seen(pipeline, text)))
    except Exception as error:
        warnings.warn(f"spaCy failed, only the rules recognise names here: {error!r}", RuntimeWarning, stacklevel=2)
        return []
    spans = sorted((start, end) for start, end, *_ in taken)
    ends = [end for _, end in spans]
    kept: list[Found] = []
    for one in seen:
        place = bisect_left(ends, one.start + 1)
        is_free = place == len(spans) or spans[place][0] >= one.end
        if is_free and (not kept or kept[-1].end <= one.start):
            kept.append(one)
    return kept


@lru_cache(maxsize=1)
def installed_pipeline() -> Pipeline | None:
    """The installed pipeline with nothing but its entity recogniser, loaded at the first call; None when there is none.

    English ones come first, then the order of names.
    """
    found = _installed()
    if found is None:
        return None
    try:
        import spacy

        pipeline = spacy.load(found.name, exclude=_OTHER_PARTS)
        if "Listener" not in str(pipeline.config["components"]["ner"]):
            for part in set(_SHARED_PARTS) & set(pipeline.pipe_names):
                pipeline.disable_pipe(part)
    except Exception as error:
        warnings.warn(
            f"{found.name} failed, only the rules recognise names here: {error!r}", RuntimeWarning, stacklevel=2
        )
        return None
    loaded: Pipeline = pipeline
    return loaded


@lru_cache(maxsize=1)
def _installed() -> "EntryPoint | None":
    if importlib.util.find_spec("spacy") is None:
        return None
    from importlib.metadata import entry_points

    names = sorted(entry_points(group="spacy_models"), key=lambda one: (not one.name.startswith("en_"), one.name))
    return names[0] if names else None


def _seen(pipeline: Pipeline, text: str) -> Iterator[Found]:
    for begin, end in _pieces(text, min(_LONGEST_PIECE, pipeline.max_length)):
        for entity in pipeline(text[begin:end]).ents:
            if kind := _TYPES.get(entity.label_):
                found = _trimmed(text, begin + entity.start_char, begin + entity.end_char, kind)
                if found:
                    yield found


def _pieces(text: str, longest: int) -> Iterator[tuple[int, int]]:
    """Cut after the last paragraph, line, sentence or word that is over; within a word only where there is no other."""
    begin = 0
    while len(text) - begin > longest:
        most = begin + longest
        end = next(
            (at + len(mark) for mark in _BREAKS if (at := text.rfind(mark, begin + longest // 2, most)) >= 0), most
        )
        yield begin, end
        begin = end
    yield begin, len(text)


def _trimmed(text: str, start: int, end: int, kind: EntityType) -> Found | None:
    """Without "the", possessive endings and quotes; None when nothing, several lines or half a letter is left."""
    if before := _BEFORE_NAME.match(text, start, end):
        start = before.end()
    if after := _END_OF_NAME.search(text, start, end):
        end = after.start()
    name = text[start:end]
    if not any(map(str.isalpha, name)) or "\n" in name or _is_mark(name[0]) or _is_mark(text[end : end + 1]):
        return None
    return Found(start, end, kind)


def _is_mark(char: str) -> bool:
    return char > "\u02ff" and unicodedata.category(char)[0] == "M"
