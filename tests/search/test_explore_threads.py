"""Which mails are one conversation."""

from typing import Any, cast

from search.explore.threads import threads_of
from search.memory.records import VersionFacts


def mail(document: int, message: str | None, *answers: str) -> VersionFacts:
    empty = dict.fromkeys(VersionFacts._fields)
    return VersionFacts(**cast(Any, empty | {"document": document, "message": message, "answers": answers}))


def test_answers_belong_to_what_they_answer_in_any_order() -> None:
    rows = [mail(3, "c", "b"), mail(1, "a"), mail(2, "b", "a"), mail(4, "d")]
    threads = threads_of(rows)
    assert threads[1] == threads[2] == threads[3] != threads[4]


def test_two_answers_to_a_mail_that_nobody_kept_are_one_thread() -> None:
    threads = threads_of([mail(1, "x", "lost"), mail(2, "y", "lost"), mail(3, None, "lost")])
    assert len(set(threads.values())) == 1


def test_what_is_no_mail_has_no_thread_and_loops_end() -> None:
    assert threads_of([mail(1, None)]) == {}
    threads = threads_of([mail(1, "a", "b"), mail(2, "b", "a")])
    assert threads[1] == threads[2]
