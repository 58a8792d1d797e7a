"""What the classifier tells apart."""

from search.entities.mentions import EntityType

Label = EntityType | None
"""None: the span names nothing."""

LABELS: tuple[Label, ...] = (
    None,
    EntityType.PERSON,
    EntityType.ORGANISATION,
    EntityType.PLACE,
    EntityType.GROUP,
    EntityType.PRODUCT,
    EntityType.WORK,
    EntityType.EVENT,
)
"""The order of the scores."""
