"""What a word is: tokens, words and analyses of the same text agree."""

from array import array
from unicodedata import normalize

import pytest
from hypothesis import given
from hypothesis import strategies as st

import search.text.tokens as tokens_module
from search.text.folding import fold
from search.text.tokens import JOIN, Token, analyse, tokens, words

# Dense in what tokens have rules about: breaks, marks, CJK, joiners, underscores, expanding letters.
ALPHABET = (
    "aBz09 _-\n\t\u2010\u00ad\u200d.,'’é\u0301\u0327ßŒﬁΣσİı½東京々\u303bガカ\u3099ｶﾞー한ᄒ\u1161हिन्दीя"
    "\U0001f600\U00020000\U000e0101"
)
texts = st.one_of(st.text(ALPHABET, max_size=60), st.text(max_size=60))


def is_join(token: Token, text: str) -> bool:
    return "\n" in text[token.start : token.end]


def inverted(text: str) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for token in tokens(text):
        found.setdefault(token.word, []).append(token.position)
        if is_join(token, text):
            found.setdefault(JOIN, []).append(token.position)
    return {word: sorted(positions) for word, positions in found.items()}


@given(texts)
def test_spans_lie_in_the_text_in_order_and_fold_to_their_word(text: str) -> None:
    last = (0, 0)
    for token in tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert (token.start, token.position) >= last
        last = (token.start, token.position)
        if not is_join(token, text):
            assert fold(text[token.start : token.end]) == token.word
            assert token.word


@given(texts)
def test_positions_count_every_word_once(text: str) -> None:
    plain = [token.position for token in tokens(text) if not is_join(token, text)]
    assert plain == list(range(len(plain)))
    assert analyse(text).length == len(plain)


@given(texts)
def test_words_are_the_tokens_less_joins_and_trailing_characters_of_cjk_runs(text: str) -> None:
    kept: list[Token] = []
    for token in tokens(text):
        inside_the_bigram_before = kept and token.end <= kept[-1].end
        if not is_join(token, text) and not inside_the_bigram_before:
            kept.append(token)
    assert words(text) == [token.word for token in kept]


@given(texts, st.integers(1, 9))
def test_analysis_agrees_with_tokens_whatever_the_pieces(text: str, piece: int) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(tokens_module, "PIECE", piece)
        analysis = analyse(text)
    assert {word: list(positions) for word, positions in analysis.positions.items()} == inverted(text)
    assert all(positions.typecode == "I" for positions in analysis.positions.values())


@given(texts, st.data())
def test_a_window_is_read_as_a_text_of_its_own(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    moved = [Token(t.word, t.start + start, t.end + start, t.position) for t in tokens(text[start:end])]
    assert list(tokens(text, start, end)) == moved


@given(texts)
def test_composed_and_decomposed_twins_have_equal_words(text: str) -> None:
    assert words(normalize("NFC", text)) == words(normalize("NFD", text))
    assert analyse(normalize("NFC", text)) == analyse(normalize("NFD", text))


@given(st.text("abcdéß", min_size=1), st.text("abcdéß", min_size=1), st.sampled_from("-\u2010\u00ad"), st.text(" \t"))
def test_a_line_end_hyphen_keeps_both_readings(left: str, right: str, hyphen: str, indent: str) -> None:
    positions = analyse(f"before {left}{hyphen}\n{indent}{right} after").positions

    def follows(phrase: list[str]) -> bool:
        ends = {position + 1 for position in positions[phrase[0]]}
        ends |= {position + 2 for position in positions[phrase[0]] if position in positions[JOIN]}
        for word in phrase[1:]:
            here = [position for position in positions.get(word, array("I")) if position in ends]
            ends = {position + 1 for position in here}
            ends |= {position + 2 for position in here if position in positions[JOIN]}
        return bool(ends)

    assert follows(["before", fold(left), fold(right), "after"])
    assert follows(["before", fold(left + right), "after"])


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("e-mail", ["e", "mail"]),
        ("東京都", ["東京", "京都"]),
        ("東", ["東"]),
        ("iPhone東京", ["iphone", "東京"]),
        ("snake_case and 3rd", ["snake", "case", "and", "3rd"]),
        ("co\u00adoperate", ["cooperate"]),
        ("ﬁnal ＦＵＬＬ Straße Œuvre Łódź", ["final", "full", "strasse", "oeuvre", "lodz"]),
        ("हिन्दी", ["हिन्दी"]),
        ("한국어", ["한국어"]),
        ("می\u200cخواهم", ["میخواهم"]),
        ("ｶﾞｷ", ["ガキ"]),
        ("\u0301alone", ["alone"]),
        ("", []),
    ],
)
def test_words_by_example(text: str, expected: list[str]) -> None:
    assert words(text) == expected


@pytest.mark.parametrize(
    "text",
    ["1990-\n1995", "東-\n京", "end -\nlist", "a--\nb", "a-\n\nb"],
    ids=["digits", "cjk", "dash", "two", "blank"],
)
def test_other_hyphens_join_nothing(text: str) -> None:
    assert JOIN not in analyse(text).positions


@pytest.mark.parametrize("piece", ["a\u0301", "a\u00ad", "a-\n", "東", "_", "\u0301", "a-\n" + " " * 50, "é"])
def test_repetition_without_a_space_is_read_in_full(piece: str) -> None:
    text = piece * (400_000 // len(piece))
    assert analyse(text).length == sum(1 for token in tokens(text) if not is_join(token, text))
