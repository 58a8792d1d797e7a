"""How often a few texts mention whom: read from their mentions, where counting all texts would take long."""

import json
from collections import Counter, defaultdict
from collections.abc import Collection, Mapping

from search.memory.memory import Memory
from search.memory.mentions import read_cells
from search.memory.records import EntityCount

_BEARERS = """
SELECT form.id, root.id FROM form
JOIN entity AS own ON own.id = form.entity
JOIN entity AS root ON root.id = coalesce(own.merged_into, own.id)
WHERE form.id IN (SELECT value FROM json_each(?)) AND NOT root.rejected
"""


def counts_in(memory: Memory, holders: Mapping[int, Collection[int]]) -> dict[int, EntityCount]:
    """How often texts mention each entity that they mention. `holders` are the documents that hold each text, for each
    of which it counts once. The same as `Memory.entity_counts` of versions with these texts. MemoryDamaged.
    """
    mentions: Counter[int] = Counter()
    documents: dict[int, set[int]] = defaultdict(set)
    with memory.reading() as connection:
        forms = {
            text: Counter(form for piece in read_cells(connection, text) for form in piece.forms) for text in holders
        }
        wanted = json.dumps(sorted({form for counts in forms.values() for form in counts}))
        bearers = dict(connection.execute(_BEARERS, (wanted,)).fetchall())
    for text, counts in forms.items():
        for form, count in counts.items():
            if form in bearers:
                mentions[bearers[form]] += count * len(holders[text])
                documents[bearers[form]].update(holders[text])
    return {entity: EntityCount(count, len(documents[entity])) for entity, count in mentions.items()}
