"""The data that recognition yields."""

from enum import StrEnum
from typing import NamedTuple


class EntityType(StrEnum):
    """The closed list of what a mention can name."""

    PERSON = "person"
    ORGANISATION = "organisation"
    PLACE = "place"
    GROUP = "group"
    PRODUCT = "product"
    WORK = "work"
    EVENT = "event"
    MONEY = "money"
    PERCENT = "percent"
    DATE = "date"
    QUANTITY = "quantity"
    CONTACT = "contact"
    IDENTIFIER = "identifier"


NAMED = frozenset(
    {
        EntityType.PERSON,
        EntityType.ORGANISATION,
        EntityType.PLACE,
        EntityType.GROUP,
        EntityType.PRODUCT,
        EntityType.WORK,
        EntityType.EVENT,
    }
)
"""Types whose mentions are resolved to entities by name; the others are values (an amount, a date)."""


VALUES = frozenset({EntityType.MONEY, EntityType.PERCENT, EntityType.DATE, EntityType.QUANTITY})
"""Types whose mentions are read as figures and days, and are not looked for by likeness."""


class Key(NamedTuple):
    """A type and a normal form: what documents hold to be one name."""

    type: EntityType
    norm: str


class Mention(NamedTuple):
    """A span that names something.

    `surface` is the text of the span with line breaks and runs of spaces as one space; `norm` is the normal form of
    what is named, linked within the document. A named tuple, because a large document holds hundreds of thousands.
    """

    start: int
    end: int
    type: EntityType
    surface: str
    norm: str

    @property
    def key(self) -> Key:
        """The name that it is one of."""
        return Key(self.type, self.norm)
