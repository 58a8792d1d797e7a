"""Identifiers: only those whose check digits are right."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.mentions import EntityType
from search.entities.values.values import values


def identifiers(text: str) -> list[tuple[str, str]]:
    return [(one.surface, one.norm) for one in values(text) if one.type is EntityType.IDENTIFIER]


CHECKED = [
    ("IBAN DE89 3704 0044 0532 0130 00", "DE89 3704 0044 0532 0130 00", "iban DE89370400440532013000"),
    ("GB29NWBK60161331926819", "GB29NWBK60161331926819", "iban GB29NWBK60161331926819"),
    ("NO93 8601 1117 947", "NO93 8601 1117 947", "iban NO9386011117947"),
    ("ISBN 978-3-16-148410-0", "978-3-16-148410-0", "isbn 9783161484100"),
    ("9780306406157", "9780306406157", "isbn 9780306406157"),
    ("ISBN 0-306-40615-2", "0-306-40615-2", "isbn 9780306406157"),
    ("ISBN-10: 080442957X", "080442957X", "isbn 9780804429573"),
    ("ISSN 0378-5955", "0378-5955", "issn 0378-5955"),
    ("ISIN US0378331005", "US0378331005", "isin US0378331005"),
    ("GB0002634946", "GB0002634946", "isin GB0002634946"),
    ("LEI 5493001KJTIIGC8Y1R12", "5493001KJTIIGC8Y1R12", "lei 5493001KJTIIGC8Y1R12"),
    ("0000-0002-1825-0097", "0000-0002-1825-0097", "orcid 0000-0002-1825-0097"),
]
UNCHECKED = [
    ("doi:10.1000/182", "10.1000/182", "doi 10.1000/182"),
    ("doi 10.1000/XYZ(3)4", "10.1000/XYZ(3)4", "doi 10.1000/xyz(3)4"),
    ("No. 1:23-cv-04567-ABC", "1:23-cv-04567-ABC", "docket 1:23-cv-04567"),
    ("Case 23-CV-4567", "23-CV-4567", "docket 23-cv-04567"),
    ("Docket No. 22-451", "22-451", "docket 22-451"),
]


@pytest.mark.parametrize(("text", "surface", "norm"), CHECKED + UNCHECKED)
def test_identifiers_are_found(text: str, surface: str, norm: str) -> None:
    assert identifiers(f"See {text}, please.") == [(surface, norm)]
    assert identifiers(text) == [(surface, norm)]


@given(st.sampled_from(CHECKED), st.data())
def test_one_wrong_figure_and_it_is_none(case: tuple[str, str, str], data: st.DataObject) -> None:
    text, surface, _ = case
    start = text.index(surface)
    place = data.draw(st.sampled_from([i for i in range(start, len(text)) if text[i].isdecimal()]))
    wrong = data.draw(st.sampled_from([digit for digit in "0123456789" if digit != text[place]]))
    assert identifiers(text[:place] + wrong + text[place + 1 :]) == []


def test_an_account_number_ends_where_its_country_says() -> None:
    found = identifiers("Pay DE89 3704 0044 0532 0130 00 BIC COBADEFF now.")
    assert found == [("DE89 3704 0044 0532 0130 00", "iban DE89370400440532013000")]


@pytest.mark.parametrize(
    "text",
    [
        "In 1939-1945 and 0378-5955 of them.",
        "Call 0306406152 or 9780306406150.",
        "A card 4111 1111 1111 1111, a code AB12CD34EF56, and COVID19.",
        "XDE89370400440532013000 and DE89370400440532013000X.",
        "Version 10.1000.2 costs 10.50/month, 22-451 of them.",
        "The 23-cv case.",
    ],
)
def test_no_identifier_is_seen(text: str) -> None:
    assert identifiers(text) == []
