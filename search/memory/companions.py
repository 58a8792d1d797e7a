"""Who and what is named in the same documents: counts over the documents of one entity."""

from search.cancel import NEVER, CancelToken
from search.memory import naming
from search.memory.memory import Memory

# From the texts to their forms: what a memory holds besides costs nothing.
_DOCUMENTS = """
SELECT coalesce(entity.merged_into, entity.id) AS root, COUNT(DISTINCT scope.document)
FROM temp.scope
CROSS JOIN form_text ON form_text.text = scope.text
CROSS JOIN form ON form.id = form_text.form
CROSS JOIN entity ON entity.id = form.entity
GROUP BY root
"""


def documents_naming_each(memory: Memory, scope: bytearray, cancel: CancelToken = NEVER) -> dict[int, int]:
    """How many documents with versions in `scope` (`scope[version]` is 1) name each entity that they name, amounts and
    rejected ones too. Cancelled.
    """
    with memory.reading() as connection, naming.given_up(connection, cancel):
        naming.fill_scope(connection, scope)
        return dict(connection.execute(_DOCUMENTS).fetchall())
