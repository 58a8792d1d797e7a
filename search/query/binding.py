"""Facts to sets of versions: the step between the catalogue and the index."""

from collections.abc import Callable

from whoosh import query as wq

from search.query.nodes import Fact, VersionSet


def bind(query: wq.Query, answer: Callable[[Fact], VersionSet]) -> wq.Query:
    """`query` with every fact replaced by its answer; everything else is kept as it is. What `answer` raises passes."""
    if isinstance(query, Fact):
        return answer(query)
    if isinstance(query, wq.Not):
        return wq.Not(bind(query.query, answer))
    if isinstance(query, wq.And):
        return wq.And([bind(child, answer) for child in query.subqueries])
    if isinstance(query, wq.Or):
        return wq.Or([bind(child, answer) for child in query.subqueries])
    return query
