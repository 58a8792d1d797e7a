"""After texts came: which forms are one entity, and what each is called.

Worked out anew from all forms, so that the outcome depends on what is remembered and not on the order in which it
came; only what differs from before is written. It follows from the texts alone, and the catalogue notes up to which
text it was worked out: without newer ones there is nothing to do, and after a kill it is made up for.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from search.entities.resolve import FormCount, Group, Key, resolve
from search.ingest.batch import write_each
from search.memory.memory import Memory
from search.memory.records import EntityRow, Form
from search.memory.writing import Write


@dataclass(frozen=True, slots=True)
class _Step:
    """What is to be written for one group: entities that stand for themselves again, that join the root, forms that
    refer to it, and its name when that is new.
    """

    root: int
    parted: tuple[int, ...]
    joined: tuple[int, ...]
    forms: tuple[int, ...]
    name: str | None


def resolve_new_texts(memory: Memory) -> None:
    """Bring entities level with the forms if any text came since that was done last."""
    if memory.resolved_text() < memory.last_text():
        resolve_entities(memory)


def resolve_entities(memory: Memory) -> None:
    """Bring entities level with the forms."""
    newest = memory.last_text()
    counts = memory.form_counts()
    forms = {form.form: form for form in memory.forms()}
    rows = {(row.type, row.norm): row for row in memory.entity_rows()}
    resolution = resolve(
        FormCount(form.form, form.type, form.surface, form.norm, counts.get(form.form, 0)) for form in forms.values()
    )
    # The order of steps does not matter, nor whether others follow: each takes back first what contradicts it.
    steps = [step for group in resolution.groups if (step := _step(group, rows, forms)) is not None]
    write_each(memory, steps, _take)
    if newest != memory.resolved_text():
        with memory.write() as write:
            write.mark_resolved(newest)


def _step(group: Group, rows: Mapping[Key, EntityRow], forms: Mapping[int, Form]) -> _Step | None:
    root = rows[group.type, _root(group)]
    joined = tuple(
        row.entity
        for norm in group.norms
        if (row := rows[group.type, norm]) is not root and row.merged_into != root.entity
    )
    parted = (root.entity, *joined) if root.merged_into is not None else joined
    moved = tuple(form for form in group.forms if forms[form].entity != root.entity)
    name = group.name if group.name != root.name else None
    return _Step(root.entity, parted, joined, moved, name) if parted or moved or name is not None else None


def _take(write: Write, step: _Step) -> None:
    for entity in step.parted:
        write.split_entity(entity)
    for entity in step.joined:
        write.merge_entity(entity, step.root)
    write.resolve((form, step.root) for form in step.forms)
    if step.name is not None:
        write.name_entity(step.root, step.name)


def _root(group: Group) -> str:
    """The norm that the others of the group were merged into."""
    merged = {merge.norm for merge in group.merges}
    return next(norm for norm in group.norms if norm not in merged)
