"""The query language: trees, notes, directives and the places of errors."""

from datetime import date

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from whoosh import query as wq

from search.errors import QueryError
from search.query.language import MAX_DEPTH, MAX_LENGTH, MAX_WORDS, parse
from search.query.nodes import ANY, TEXT, TITLE, Fact, Near, positive_leaves

TODAY = date(2024, 7, 3)


def word(text: str, field: str = ANY) -> wq.Term:
    return wq.Term(field, text)


def row(*words: str, field: str = ANY) -> wq.Phrase:
    return wq.Phrase(field, list(words))


def starting(text: str) -> wq.Prefix:
    return wq.Prefix(ANY, text)


A, B, C = word("a"), word("b"), word("c")

TREES = {
    "": wq.Every(),
    " \n\t": wq.Every(),
    "*": wq.Every(),
    "Café": word("cafe"),
    "a b": wq.And([A, B]),
    "a AND b": wq.And([A, B]),
    "a and b": wq.And([A, word("and"), B]),
    "a OR b": wq.Or([A, B]),
    "a OR b c": wq.And([wq.Or([A, B]), C]),
    "a AND b OR c": wq.Or([wq.And([A, B]), C]),
    "a (b OR c)": wq.And([A, wq.Or([B, C])]),
    "(a)OR(b)": wq.Or([A, B]),
    "a NOT b": wq.And([A, wq.Not(B)]),
    "a -b": wq.And([A, wq.Not(B)]),
    "-(a b)": wq.Not(wq.And([A, B])),
    '-"a b"': wq.Not(row("a", "b")),
    "NOT NOT a": A,
    "a OR NOT b": wq.Or([A, wq.Not(B)]),
    "--verbose": word("verbose"),
    "a-b": row("a", "b"),
    '"AND"': word("and"),
    '"The  Phrase!"': row("the", "phrase"),
    "“smart quotes”": row("smart", "quotes"),
    '"a b"~5': Near(ANY, ("a", "b"), 5),
    '"a b a"~0': Near(ANY, ("a", "b"), 0),
    '"a"~5': A,
    "pre*": starting("pre"),
    "Pré**": starting("pre"),
    "w?ld": wq.Wildcard(ANY, "w?ld"),
    "*mid*": wq.Wildcard(ANY, "*mid*"),
    "what?": word("what"),
    "word~": wq.FuzzyTerm(ANY, "word", maxdist=1, prefixlength=0),
    "word~2": wq.FuzzyTerm(ANY, "word", maxdist=2, prefixlength=0),
    "~/notes": word("notes"),
    "/col.*r/": wq.Regex(ANY, "col.*r"),
    r"/Col(o|ou)r\D/": wq.Regex(ANY, r"col(o|ou)r\D"),
    "(/a+/)": wq.Regex(ANY, "a+"),
    "/usr/share": row("usr", "share"),
    "/usr/share/": row("usr", "share"),
    "title:Foo": word("foo", TITLE),
    'title:"a b"': row("a", "b", field=TITLE),
    "title:/a/": wq.Regex(TITLE, "a"),
    "title:AND": word("and", TITLE),
    "text:a": word("a", TEXT),
    "-title:a": wq.Not(word("a", TITLE)),
    "path:/Docs/Report(1).pdf": Fact("path", "/Docs/Report(1).pdf", 5),
    "(type:pdf)": Fact("type", "pdf", 6),
    'person:"Masayoshi Son"': Fact("person", "Masayoshi Son", 8),
    "date:2023..2025-06": Fact("date", "2023..2025-06", 5),
    'seen:"last week"': Fact("seen", "last week", 6),
    "foo:bar": row("foo", "bar"),
    "http://x.org/y": row("http", "x", "org", "y"),
    "12:30": row("12", "30"),
    "C++::names": row("c", "names"),
    "e-mail": row("e", "mail"),
    "東京都": row("東京", "京都"),
    "東京": word("東京"),
    "東": starting("東"),
    '"東京 都心"': row("東京", "京", "都心"),
    "---": wq.NullQuery(),
    '"" &': wq.NullQuery(),
    "a OR &": A,
    "main()": word("main"),
    "gone:only": wq.Every(),
}


@pytest.mark.parametrize("text", TREES)
def test_trees(text: str) -> None:
    assert parse(text, today=TODAY).query == TREES[text]


GROWING = {
    "comp": starting("comp"),
    "a comp": wq.And([A, starting("comp")]),
    "comp ": word("comp"),
    "comp.": word("comp"),
    "(a b": wq.And([A, starting("b")]),
    "(a OR b)": wq.Or([A, B]),
    "-comp": wq.Not(word("comp")),
    "title:comp": word("comp", TITLE),
    "e-mai": wq.And([word("e"), starting("mai")]),
    "don't": row("don", "t"),
    "東京都": row("東京", "京都"),
    '"a comp': row("a", "comp"),
    '"a b"~': row("a", "b"),
    "a OR": A,
    "a AND ": A,
    "a NOT": A,
    "a -": A,
    "a (": A,
    "a title:": A,
    'a author:"': A,
    'a author:"J': wq.And([A, Fact("author", "J", 10)]),
    "a date:20": A,
    "a gone:o": A,
    "a as-of:2024-": A,
    "OR": wq.Every(),
    '"': wq.Every(),
    "-": wq.Every(),
}


@pytest.mark.parametrize("text", GROWING)
def test_trees_while_typing(text: str) -> None:
    parsed = parse(text, typing=True, today=TODAY)
    assert parsed.query == GROWING[text]
    assert parsed.notes == ()


ERRORS = [
    ("(a", 0, "not closed"),
    ("a )", 2, "no open parenthesis"),
    ('a "b', 2, "not closed"),
    ('a author:"b', 9, "not closed"),
    ("a AND", 2, "something after"),
    ("a OR )", 2, "something after"),
    ("OR a", 0, "something before"),
    ("a AND OR b", 6, "something before"),
    ("NOT", 0, "something after"),
    ("a title: b", 8, "needs a word"),
    ("a author: b", 9, "needs a value"),
    ("word~3", 4, "At most 2"),
    ('"a b"~', 0, "how many words"),
    ('"a b"~1000', 0, "how many words"),
    ("a date:soon", 7, "2023..2025-06"),
    ("a /(b/", 3, "Not a pattern"),
    ("/[[a]/", 1, "Not a pattern"),
    ("/(a+)+b/", 1, "repeat a group"),
    (r"/(a)\1/", 1, "refer back"),
    ("/a*b*c*d*e*f*g*/", 1, "repeats"),
    ("a OR gone:no", 5, "next to OR"),
    ("gone:no OR a", 0, "next to OR"),
    ("a -versions:all", 3, "after NOT"),
    ("a (b as-of:2024)", 5, "in parentheses"),
    ("gone:maybe", 5, "yes or no or only"),
    ("versions:some", 9, "all"),
    ("as-of:2023..2024", 6, "One moment"),
    ("gone:no gone:no", 8, "once"),
    ("a" * (MAX_LENGTH + 1), MAX_LENGTH, "characters"),
    ("a " * (MAX_WORDS + 1), 2 * MAX_WORDS, "words"),
    ("(" * 5000, MAX_DEPTH, "deep"),
]


@pytest.mark.parametrize(("text", "position", "message"), ERRORS, ids=[text[:20] for text, _, _ in ERRORS])
def test_errors_name_their_place(text: str, position: int, message: str) -> None:
    with pytest.raises(QueryError, match=message) as raised:
        parse(text, today=TODAY)
    assert raised.value.position == position


@pytest.mark.parametrize("text", ["a )", "a AND OR b", "word~3 b", "title: a", "a OR gone:no ", "date:soon b"])
def test_typing_forgives_only_the_end(text: str) -> None:
    with pytest.raises(QueryError):
        parse(text, typing=True, today=TODAY)


def test_directives() -> None:
    parsed = parse("a as-of:2024-06-30T18:00:00+02:00 versions:all gone:no", today=TODAY)
    assert (parsed.query, parsed.as_of, parsed.versions_all, parsed.gone) == (A, "2024-06-30T16:00:00Z", True, "no")
    plain = parse("a")
    assert (plain.as_of, plain.versions_all, plain.gone) == (None, False, "yes")


@pytest.mark.parametrize(
    ("text", "note"),
    [
        ("foo:bar", "foo: is not a field; searched as words"),
        ('motto:"a b"', "motto: is not a field; searched as words"),
        ("Title:a", "Title: was searched as words: fields are written in small letters"),
        ("a --- b", "Left out ---: there is no word in it"),
        ("main()", "Left out ( ): there is nothing in it"),
        ("what?", "The ? at the end of what? was read as punctuation"),
        ('"a* b"', "Inside quotes * is no wildcard"),
        ("e-ma*", 'Searched for the parts of "e-ma*" as separate words: * and ? stand for letters only'),
    ],
)
def test_notes_say_what_was_changed(text: str, note: str) -> None:
    assert parse(text).notes == (note,)


@pytest.mark.parametrize("text", ["http://x.org", "12:30", "std::map", "Note: this", "a b", "C:\\Temp"])
def test_pasted_text_needs_no_note(text: str) -> None:
    assert parse(text).notes == ()


def test_words_are_the_plain_ones_that_are_wanted() -> None:
    assert parse('Compny "a b" -c pre* (E-Mail OR title:d) word~ type:pdf').words == ("compny", "e", "mail", "d")


PIECES = st.one_of(
    st.sampled_from([*'-()"~*?/:\\[]{}+|^$ \n\0\u0301\u00ad\ud800', "a", "é", "東京", "AND", "OR", "NOT", "~2"]),
    st.sampled_from(["title:", "date:", "as-of:2024", "gone:", "2024..", "author:", "{2}", "(?:"]),
)


@settings(max_examples=400, deadline=None)
@given(st.one_of(st.text(max_size=60), st.lists(PIECES, max_size=40).map("".join)), st.booleans())
@example("/[]/", False)
@example("/a{99999999999}/", False)
@example('"a b"~' + "9" * 5000, False)
@example("date:9999-12-31 seen:0001", False)
@example("as-of:9999-12-30 a", True)
@example("last:0 date:0000", False)
@example("NOT " * 2000, True)
@example("-(" * 3000, True)
def test_any_text_is_a_query_or_an_error_at_a_place(text: str, typing: bool) -> None:
    try:
        parsed = parse(text, typing=typing, today=TODAY)
    except QueryError as error:
        assert 0 <= error.position <= len(text)
        assert str(error).endswith(".") or ":" in str(error)
    else:
        assert len(list(positive_leaves(parsed.query))) <= MAX_WORDS + 1


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.sampled_from(["ab", "c", "OR", "(", ")", '"x y"', "-", "title:d", "author:e", "date:2024"]), max_size=9)
)
def test_what_is_a_query_is_one_while_it_is_typed(pieces: list[str]) -> None:
    text = " ".join(pieces)
    try:
        parse(text, today=TODAY)
    except QueryError:
        return
    parse(text, typing=True, today=TODAY)
