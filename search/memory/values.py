"""Values in rows of the catalogue that can only be some of a few; anything else is damage."""

from search.entities.mentions import EntityType
from search.errors import MemoryDamaged
from search.extract.extracted import Status
from search.memory.records import Stamp

_STATUS = {status.value: status for status in Status}
_TYPE = {type_.value: type_ for type_ in EntityType}


def status_of(value: str) -> Status:
    """The status that is written as `value`. MemoryDamaged."""
    try:
        return _STATUS[value]
    except (KeyError, TypeError):
        raise _damaged("status", value) from None


def type_of(value: str) -> EntityType:
    """The type of an entity that is written as `value`. MemoryDamaged."""
    try:
        return _TYPE[value]
    except (KeyError, TypeError):
        raise _damaged("type of a name", value) from None


def stamp_of(value: str) -> Stamp:
    """The stamp that is written as `value`: four numbers. MemoryDamaged."""
    try:
        return Stamp(*map(int, value.split()))
    except (AttributeError, TypeError, ValueError):
        raise _damaged("file's stamp", value) from None


def _damaged(what: str, value: object) -> MemoryDamaged:
    return MemoryDamaged(
        f"the memory is damaged: {value!r} is no {what}; `cristal verify` tells how far it goes, "
        "`cristal restore FILE` brings back a backup"
    )
