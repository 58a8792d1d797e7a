"""A sync, and after it the past of git work trees: what their files said before they were seen."""

import os
import time
from contextlib import closing
from dataclasses import replace

from search.ingest.copying import COPIES, clear
from search.ingest.events import Event, Finished
from search.ingest.indexing import Emit, index_pending, open_index
from search.ingest.recalling import Recalling
from search.ingest.resolving import resolve_new_texts
from search.ingest.settings import DEFAULT, Settings
from search.ingest.sync import sync_memory
from search.ingest.worktrees import Worktrees
from search.memory.memory import Memory


def sync_with_history(
    memory: Memory,
    emit: Emit,
    only: frozenset[int] | None,
    worktrees: Worktrees,
    *,
    settings: Settings = DEFAULT,
) -> Finished:
    """`sync_memory` of the sources `only`, then the past of `worktrees`. The caller holds the ingest lock. BadInput
    when a repository is damaged; what was read of it before stays.
    """
    started = time.monotonic()

    def emit_until_finished(event: Event) -> None:
        if not isinstance(event, Finished):
            emit(event)

    finished = sync_memory(memory, emit_until_finished, only, settings=settings)
    for pastless in worktrees.pastless:
        emit(pastless)
    past = 0
    try:
        for tree in worktrees.trees:
            past += Recalling(memory, emit, settings, tree).recall()
    finally:
        clear(os.fsencode(memory.folder / COPIES))
    if past:
        with closing(open_index(memory, emit)) as engine:
            index_pending(memory, engine, emit)
        resolve_new_texts(memory)
    finished = replace(finished, past=past, seconds=time.monotonic() - started)
    emit(finished)
    return finished
