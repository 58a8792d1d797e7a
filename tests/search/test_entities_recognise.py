"""Recognition: what is found in sentences written for this purpose, and that any text is survived."""

from unicodedata import category

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search.entities.mentions import EntityType, Mention
from search.entities.recognise import recognise


def found(text: str) -> set[tuple[str, str]]:
    return {(mention.type.value, mention.surface) for mention in recognise(text)}


def norms(text: str, surface: str) -> list[str]:
    return [mention.norm for mention in recognise(text) if mention.surface == surface]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Yesterday Maria Lindqvist opened the bridge.", {("person", "Maria Lindqvist")}),
        ("The plan of Dr. Zbrkowa failed.", {("person", "Zbrkowa")}),
        (
            "We met J. K. Ferreira and Ursula von der Heide.",
            {("person", "J. K. Ferreira"), ("person", "Ursula von der Heide")},
        ),
        ("It was Jean-Luc Moreau’s idea.", {("person", "Jean-Luc Moreau")}),
        ("“Peter O’Brien’s boat sank,” she wrote.", {("person", "Peter O’Brien")}),
        ("The ships left Rotterdam for New Zealand.", {("place", "Rotterdam"), ("place", "New Zealand")}),
        ("They swam in Lake Vostrana.", {("place", "Lake Vostrana")}),
        ("He works for Brightwater Holdings.", {("organisation", "Brightwater Holdings")}),
        ("She left Halden & Moss Ltd. in spring.", {("organisation", "Halden & Moss Ltd.")}),
        ("A loan of the Bank of Finland was refused.", {("organisation", "Bank of Finland")}),
        ("Shares of NimbusWare fell.", {("organisation", "NimbusWare")}),
        ("A report by UNICEF says otherwise.", {("organisation", "UNICEF")}),
        ("Norwegian farmers and Catholics protested.", {("group", "Norwegian"), ("group", "Catholics")}),
        ("South Korean voters stayed home.", {("group", "South Korean")}),
        ("Then came the Second World War.", {("event", "Second World War")}),
        ("Edward “Ned” Pargillo left early.", {("person", "Edward “Ned” Pargillo")}),
        ("They honoured Carlos Mendez Jr. in May.", {("person", "Carlos Mendez Jr.")}),
        ("It was striker Jonas Weidmann's goal.", {("person", "Jonas Weidmann")}),
        ("Biologist Moira Tulloch keeps the keys.", {("person", "Moira Tulloch")}),
        ("The South Korean Kim Min-seo won.", {("group", "South Korean"), ("person", "Kim Min-seo")}),
        ("He fished near Newcastle upon Tyne.", {("place", "Newcastle upon Tyne")}),
        ("The Food and Drug Administration refused.", {("organisation", "Food and Drug Administration")}),
        ("The Ports and Harbours Authority paid.", {("organisation", "Ports and Harbours Authority")}),
        ("She voted for the People's Party again.", {("organisation", "People's Party")}),
        ("Profits at Marlow Paints plc rose.", {("organisation", "Marlow Paints plc")}),
        ("He wrote the novel “The Salt of the Harbour” there.", {("work", "The Salt of the Harbour")}),
        ("Updates for Windows 10 ended.", {("product", "Windows 10")}),
        ("The Oslo-based Brightwater Holdings paid.", {("place", "Oslo"), ("organisation", "Brightwater Holdings")}),
        ("Public Works Minister Pedro Alvarez spoke.", {("person", "Pedro Alvarez")}),
        ("Typhoon Maligaya came ashore.", {("event", "Typhoon Maligaya")}),
    ],
)
def test_names(text: str, expected: set[tuple[str, str]]) -> None:
    assert expected <= found(text)


@pytest.mark.parametrize(
    ("text", "surface", "norm"),
    [
        ("It cost US$3.5bn in all.", "US$3.5bn", "USD 3500000000"),
        ("It cost 20 million euros.", "20 million euros", "EUR 20000000"),
        ("It cost €1.234.567,89 then.", "€1.234.567,89", "EUR 1234567.89"),
        ("Paid C$7.20 for it.", "C$7.20", "CAD 7.2"),
        ("Rs 500 crore were lost.", "Rs 500 crore", "INR 5000000000"),
        ("Only half a million dollars.", "half a million dollars", "USD 500000"),
        ("Fares rose 0.50% again.", "0.50%", "percent 0.5"),
        ("Fares rose five per cent.", "five per cent", "percent 5"),
        ("Rates rose 25 basis points.", "25 basis points", "percent 0.25"),
        ("A dam 1,200 metres long.", "1,200 metres", "m 1200"),
        ("Some 3.5 square miles burnt.", "3.5 square miles", "~mi2 3.5"),
        ("Signed on 3 February 2025 here.", "3 February 2025", "2025-02-03"),
        ("Signed on Monday, Feb. 3, 2025.", "Monday, Feb. 3, 2025", "2025-02-03"),
        ("Signed in March 2019.", "March 2019", "2019-03"),
        ("Signed on 2024-12-31.", "2024-12-31", "2024-12-31"),
        ("Founded in 1987, sold later.", "1987", "1987"),
        ("It was 30.01.2020 then.", "30.01.2020", "2020-01-30"),
        ("Not a day: February 30, 2021.", "February 30, 2021", "february 30, 2021"),
        ("They meet next Monday.", "next Monday", "next monday"),
        ("Write to Ana.Silva@post.example.org.", "Ana.Silva@post.example.org", "ana.silva@post.example.org"),
        ("See (https://example.org/a_(b)?q=1).", "https://example.org/a_(b)?q=1", "https://example.org/a_(b)?q=1"),
    ],
)
def test_values_have_normal_forms(text: str, surface: str, norm: str) -> None:
    assert norms(text, surface) == [norm]


def test_day_and_month_are_not_guessed() -> None:
    assert norms("Due 03/04/2021.", "03/04/2021") == ["03/04/2021"]
    assert norms("Due 13/04/2021.", "13/04/2021") == ["2021-04-13"]


@pytest.mark.parametrize(
    "text", ["The 16-year-old won 50-50.", "She may march on.", "The CEO and the AI.", "1,000 employees left."]
)
def test_nothing_is_named(text: str) -> None:
    assert found(text) == set()


def test_a_surname_that_is_a_common_word_follows_its_full_name() -> None:
    text = "Hanako Field spoke first. A crowd heard Field. Then Field left the field."
    assert norms(text, "Field") == ["hanako field", "hanako field"]
    assert found("A crowd crossed. Field after field was dry.") == set()


def test_a_bare_surname_means_the_person_mentioned_last() -> None:
    text = "Anna Weber met Otto Weber. Weber laughed. Anna Weber left, and Weber cried."
    assert norms(text, "Weber") == ["otto weber", "anna weber"]


def test_a_name_without_its_middle_name_is_the_same() -> None:
    text = "Laura Ines Castillo arrived. Later Laura Castillo spoke, and Castillo left."
    assert {mention.norm for mention in recognise(text)} == {"laura castillo"}


def test_an_abbreviation_means_the_name_with_these_initials() -> None:
    text = "The Baltic Energy Agency paid. The BEA denied it."
    assert norms(text, "BEA") == ["baltic energy agency"]


def test_a_legal_form_counts_only_when_both_names_are_used_for_two() -> None:
    assert norms("Profits of Veltrane Corp. rose.", "Veltrane Corp.") == ["veltrane"]
    both = "NordaTel sold its unit, NordaTel Corp., to the state. NordaTel gained."
    assert norms(both, "NordaTel Corp.") == ["nordatel corp"]
    assert norms(both, "NordaTel") == ["nordatel", "nordatel"]
    third = "NordaTel Group Inc. grew. NordaTel Corp. did not. NordaTel said nothing. It was NordaTel Corp. that paid."
    assert norms(third, "NordaTel Corp.") == ["nordatel corp", "nordatel corp"]
    for same in (
        "Veltrane Corp. lost. At Veltrane nobody spoke. It was Veltrane Corp. that paid.",
        "It sued Veltrane Corp. (“Veltrane”) again.",
    ):
        assert norms(same, "Veltrane Corp.")[0] == "veltrane"
        assert norms(same, "Veltrane") == ["veltrane"]


def test_titles_and_roles_are_outside_the_span() -> None:
    text = "NordaTel Chairman Piotr Walczak met Japan’s Prime Minister Aiko Tanabe."
    names = found(text)
    assert {("organisation", "NordaTel"), ("person", "Piotr Walczak"), ("person", "Aiko Tanabe")} <= names
    assert ("place", "Japan") in names


def test_an_abbreviation_at_a_sentence_end_does_not_join_the_next_sentence() -> None:
    assert ("organisation", "Veltrane Corp.") in found("He left Veltrane Corp. The reasons are unknown.")


WRAPPED = """The commission that looked into the case heard Katarzyna
Nowakowska for six hours, and found that nobody else in the
harbour had known."""


def test_a_name_crosses_the_end_of_a_wrapped_line() -> None:
    (mention,) = [one for one in recognise(WRAPPED) if one.type is EntityType.PERSON]
    assert mention.surface == "Katarzyna Nowakowska"
    assert WRAPPED[mention.start : mention.end] == "Katarzyna\nNowakowska"


def test_names_on_lines_of_a_list_stay_apart() -> None:
    names = found("Maria Lindqvist\nPeter Moreau\n\nJohn Carter\n")
    assert {("person", "Maria Lindqvist"), ("person", "Peter Moreau"), ("person", "John Carter")} <= names


RAGGED = """In the morning the guests heard from Katarzyna
Nowakowska of the Department for
Transport, and later from the United
Nations."""


def test_names_cross_the_ends_of_ragged_lines() -> None:
    names = found(RAGGED)
    assert {("person", "Katarzyna Nowakowska"), ("organisation", "Department for Transport")} <= names
    assert ("organisation", "United Nations") in names


def test_a_dateline_begins_with_a_place() -> None:
    assert {("place", "VOSTRANA"), ("organisation", "Reuters")} <= found("VOSTRANA, Feb. 3 (Reuters) - It rained.")


def test_an_orchestra_does_not_make_its_town_an_organisation() -> None:
    text = "NEW YORK (AP) -- It snowed.\nThe New York Philharmonic played. New York slept."
    assert {("place", "NEW YORK"), ("place", "New York"), ("organisation", "New York Philharmonic")} <= found(text)


def test_a_town_in_a_line_of_scores_is_its_team() -> None:
    text = "Results of the first round:\nBoston 3 Toronto 1\nDetroit 2 Ottawa 2\n"
    assert {("organisation", name) for name in ("Boston", "Toronto", "Detroit", "Ottawa")} <= found(text)


def test_an_athlete_is_not_the_country_behind() -> None:
    text = "1 Petra Novakova (Hungary) 2:03.11\n2 Ingrid Solberg (Norway) 2:04.02\n"
    names = found(text)
    assert {("person", "Petra Novakova"), ("person", "Ingrid Solberg")} <= names
    assert {("place", "Hungary"), ("place", "Norway")} <= names


def test_known_names_are_found_in_headings() -> None:
    names = found("WORLD BANK LENDS MONEY TO NEW ZEALAND\n\nThe loan was agreed on in spring.")
    assert {("organisation", "WORLD BANK"), ("place", "NEW ZEALAND")} <= names


@pytest.mark.parametrize("name", ["Zoë Brandt", "Zoe\u0308 Brandt"])
def test_marks_belong_to_their_letters(name: str) -> None:
    assert [one.surface for one in recognise(f"Later {name} sang.") if one.type is EntityType.PERSON] == [name]


def test_names_in_other_alphabets_are_survived_and_kept_whole() -> None:
    text = "Вчора Олена Коваленко приїхала. 東京で。 Η Μαρία Παπαδοπούλου μίλησε. Nguyễn Thị Ánh sang."
    assert "Олена Коваленко" in text
    check(text, recognise(text))


def test_a_heading_in_capitals_names_only_what_the_text_names() -> None:
    text = "NORDATEL BUYS FACTORY IN FINLAND\n\nShares of NordaTel rose in Helsinki."
    names = found(text)
    assert ("organisation", "NORDATEL") in names
    assert ("place", "FINLAND") in names
    assert not any("BUYS" in surface or "FACTORY" in surface for _, surface in names)


def check(text: str, mentions: list[Mention]) -> None:
    end = 0
    for mention in mentions:
        assert end <= mention.start < mention.end <= len(text)
        assert " ".join(text[mention.start : mention.end].split()) == mention.surface
        assert mention.surface and mention.norm
        assert category(text[mention.start])[0] != "M"
        assert category(text[mention.end : mention.end + 1] or " ")[0] != "M"
        end = mention.end


WORDS = "Sam Son May of the Bank Mr. Corp. U.S. & said in JOHN al- van der é 东 a@b.co http://x $5 3 million % 2025"
PIECES = st.sampled_from(
    [*WORDS.split(" "), *"-'.,(’“”\u0301\u20dd", "Ç\u0327elik", "’s", "\n", "\n\n", " ", "  ", "\u00a0", "\u2028"]
)


@given(st.text())
def test_any_text_gives_sound_mentions(text: str) -> None:
    check(text, recognise(text))


@given(st.lists(PIECES, max_size=40), st.sampled_from(["", " "]))
@settings(max_examples=300)
def test_any_mixture_gives_sound_mentions(pieces: list[str], between: str) -> None:
    text = between.join(pieces)
    check(text, recognise(text))


@pytest.mark.parametrize(
    "piece",
    [
        "A ",
        "A",
        "A\n",
        "A-",
        "A. ",
        "1",
        "1,",
        "$",
        "@",
        "a@",
        "http://(",
        "Mr. ",
        "Bank of the ",
        "half a ",
        "May 1 ",
        "A&",
    ],
)
def test_a_megabyte_of_anything_is_read(piece: str) -> None:
    text = piece * (1_000_000 // len(piece))
    check(text, recognise(text))


def test_a_long_line_votes_as_a_whole() -> None:
    text = "The crowd saw Field. " + "It rained on and on. " * 200_000 + "That was Hanako Field."
    assert norms(text, "Field") == ["hanako field"]


@pytest.mark.parametrize("gap", [" " * 60, "\t" * 60, " \n " * 60, "\u00a0" * 60, "\u2003" * 200])
def test_names_far_from_every_word_are_recognised(gap: str) -> None:
    text = f"Names to check:{gap}Samuel Altman{gap}Aiko Tanaka{gap}"
    assert {("person", "Samuel Altman"), ("person", "Aiko Tanaka")} <= found(text)


SCRAPS = [
    "Samuel Altman",
    "SAMUEL ALTMAN",
    "Altman",
    "Arm",
    "said",
    "the",
    " ",
    "  ",
    "\n",
    "\n\n",
    "\t",
    ",",
    ".",
    "(",
    "3",
    "-",
    "’s",
    "$5 m",
]


@given(st.lists(st.tuples(st.sampled_from(SCRAPS), st.integers(1, 50)), max_size=12))
@settings(max_examples=300, deadline=None)
def test_no_heap_of_scraps_stops_it(scraps: list[tuple[str, int]]) -> None:
    text = "".join(scrap * count for scrap, count in scraps)
    assert all(0 <= one.start < one.end <= len(text) for one in recognise(text))


def test_messages_without_a_capital_name_whom_lists_or_the_document_know() -> None:
    text = "just saw angela merkel at heathrow airport with the lufthansa people lol\n"
    assert {("person", "angela merkel"), ("organisation", "lufthansa")} <= found(text)
    known = "Piotr Walczak spoke.\n\nanybody else seen piotr walczak here?\n"
    assert ("person", "piotr walczak") in found(known)
    wrapped = "The commission heard how the harbour master\nsold china and turkey to a smith\nby night."
    assert not [surface for _, surface in found(wrapped) if surface[0].islower()]
