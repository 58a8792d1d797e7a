"""The documented JSON shapes, and a check of a value against one.

A shape is a type, a tuple of types, a dict of named shapes (all of them there, no others), or a list of one shape.
"""

from typing import Any

NULL = type(None)
TEXT_OR_NULL = (str, NULL)
UNIT = {"kind": str, "number": int, "label": str, "start": int, "end": int}
TAG = {"entity": str, "name": str, "type": str}
ENTITY = {
    "entity": str,
    "name": str,
    "type": str,
    "aliases": [{"name": str, "mentions": int}],
    "mentions": int,
    "documents": int,
    "score": (float, int, NULL),
}
SEARCH = {
    "schema": int,
    "query": str,
    "total": int,
    "took_ms": float,
    "as_of": TEXT_OR_NULL,
    "notes": [str],
    "coverage": {"documents": int, "searchable": int, "unsearchable": dict},
    "hits": [
        {
            "document": str,
            "version": str,
            "path": str,
            "title": str,
            "type": str,
            "score": float,
            "document_date": TEXT_OR_NULL,
            "modified": str,
            "seen_from": str,
            "gone": TEXT_OR_NULL,
            "match_count": (int, NULL),
            "entities": [TAG],
            "snippets": [{"text": str, "start": int, "unit": TEXT_OR_NULL, "matches": [[int]]}],
        }
    ],
}
ENTITIES = {"schema": int, "name": str, "total": int, "entities": [ENTITY]}
DOSSIER = {
    "schema": int,
    "entity": ENTITY,
    "found_in": [
        {
            "document": str,
            "version": str,
            "path": str,
            "start": int,
            "end": int,
            "text": str,
            "sentence": str,
            "unit": TEXT_OR_NULL,
            "document_date": TEXT_OR_NULL,
        }
    ],
    "together": [{**TAG, "documents": int, "sentence": TEXT_OR_NULL}],
    "timeline": [{"period": str, "mentions": int}],
    "figures": list,
}
SHOW = {
    "schema": int,
    "document": str,
    "version": str,
    "path": str,
    "title": str,
    "status": str,
    "reason": TEXT_OR_NULL,
    "versions": [{"version": str, "seen_from": str, "seen_to": TEXT_OR_NULL, "recorded": str, "status": str}],
    "text": str,
    "units": [UNIT],
    "mentions": [{"start": int, "end": int, "type": str, "entity": str, "name": str}],
}
STATUS = {
    "schema": int,
    "memory": str,
    "generation": int,
    "documents": int,
    "versions": int,
    "gone": int,
    "entities": int,
    "mentions": int,
    "searchable": int,
    "by_status": dict,
    "by_type": dict,
    "failures": [{"path": str, "status": str, "reason": TEXT_OR_NULL}],
    "sources": [{"path": str, "documents": int, "away": bool}],
    "index": {"engine": str, "bytes": int, "segments": int},
    "behind": int,
}


def assert_shape(value: Any, shape: Any, place: str = "$") -> None:
    """Fail, naming the place, where `value` departs from `shape`."""
    if isinstance(shape, dict):
        assert isinstance(value, dict), f"{place} is {type(value).__name__}"
        assert list(value) == list(shape), f"{place} has {list(value)}"
        for key, inner in shape.items():
            assert_shape(value[key], inner, f"{place}.{key}")
    elif isinstance(shape, list):
        assert isinstance(value, list), f"{place} is {type(value).__name__}"
        for index, item in enumerate(value):
            assert_shape(item, shape[0], f"{place}[{index}]")
    else:
        assert isinstance(value, shape), f"{place} is {type(value).__name__}"
