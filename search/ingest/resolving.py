"""After documents came or went: which forms are one entity, and what each is called.

Worked out anew from all forms, so that the outcome depends on what is remembered and not on the order in which it
came; only what differs from before is written.
"""

from search.entities.resolve import FormCount, Group, resolve
from search.memory.memory import Memory


def resolve_entities(memory: Memory) -> None:
    """Bring entities level with the forms."""
    counts = memory.form_counts()
    forms = {form.form: form for form in memory.forms()}
    rows = {(row.type, row.norm): row for row in memory.entity_rows()}
    resolution = resolve(
        FormCount(form.form, form.type, form.surface, form.norm, counts.get(form.form, 0)) for form in forms.values()
    )
    parted: list[int] = []
    joined: list[tuple[int, int]] = []
    moved: list[tuple[int, int]] = []
    renamed: list[tuple[int, str]] = []
    for group in resolution.groups:
        root = rows[group.type, _root(group)]
        if root.merged_into is not None:
            parted.append(root.entity)
        if root.name != group.name:
            renamed.append((root.entity, group.name))
        for norm in group.norms:
            row = rows[group.type, norm]
            if row is not root and row.merged_into != root.entity:
                joined.append((row.entity, root.entity))
        moved += [(form, root.entity) for form in group.forms if forms[form].entity != root.entity]
    if not (parted or joined or moved or renamed):
        return
    with memory.write() as write:
        for entity in {*parted, *(entity for entity, _ in joined)}:
            write.split_entity(entity)
        for entity, into in joined:
            write.merge_entity(entity, into)
        write.resolve(moved)
        for entity, name in renamed:
            write.name_entity(entity, name)


def _root(group: Group) -> str:
    """The norm that the others of the group were merged into."""
    merged = {merge.norm for merge in group.merges}
    return next(norm for norm in group.norms if norm not in merged)
