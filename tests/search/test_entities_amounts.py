"""Amounts: what is found, and one form for equal amounts with all that is said about them."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.mentions import EntityType
from search.entities.values.amounts import PERIODS, Amount, amount_of, normal_amount
from search.entities.values.values import values

AMOUNTS = (EntityType.MONEY, EntityType.PERCENT, EntityType.QUANTITY)


def amounts(text: str) -> list[tuple[str, str]]:
    return [(one.surface, one.norm) for one in values(text) if one.type in AMOUNTS]


MONEY = [
    ("US$3.5bn", "USD 3500000000"),
    ("$1.13bn", "USD 1130000000"),
    ("$3.5-billion", "USD 3500000000"),
    ("$3M", "USD 3000000"),
    ("$40K", "USD 40000"),
    ("20 million euros", "EUR 20000000"),
    ("€1.234.567,89", "EUR 1234567.89"),
    ("1.234.567,89 €", "EUR 1234567.89"),
    ("1 234 567,89 euros", "EUR 1234567.89"),
    ("CHF 1'000'000", "CHF 1000000"),
    ("C$7.20", "CAD 7.2"),
    ("¥3 trillion", "JPY 3000000000000"),
    ("£4mn", "GBP 4000000"),
    ("5tn yen", "JPY 5000000000000"),
    ("Rs 500 crore", "INR 5000000000"),
    ("Rs 5 lakh crore", "INR 5000000000000"),
    ("5 lakh rupees", "INR 500000"),
    ("₹5,00,000", "INR 500000"),
    ("half a million dollars", "USD 500000"),
    ("a million pounds", "GBP 1000000"),
    ("twenty-five million U.S. dollars", "USD 25000000"),
    ("500 won", "KRW 500"),
    ("50 cents", "cent 50"),
    ("20 pesos", "peso 20"),
    ("-$5 million", "USD -5000000"),
    ("$3-5 million", "USD 3000000..5000000"),
    ("$3 million-$5 million", "USD 3000000..5000000"),
    ("US$3–5bn", "USD 3000000000..5000000000"),
    ("$900,000-1.2 million", "USD 900000..1200000"),
    ("3 to 5 million dollars", "USD 3000000..5000000"),
    ("€3-5", "EUR 3..5"),
]
OTHERS = [
    ("0.50%", "percent 0.5"),
    ("five per cent", "percent 5"),
    ("a percentage point", "percent 1"),
    ("25 basis points", "percent 0.25"),
    ("500 basis points", "percent 5"),
    ("25 bps", "percent 0.25"),
    ("-5%", "percent -5"),
    ("−3.2%", "percent -3.2"),
    ("10-15%", "percent 10..15"),
    ("10 to 15 percent", "percent 10..15"),
    ("5%-10%", "percent 5..10"),
    ("1,200 metres", "m 1200"),
    ("10 000 km", "km 10000"),
    ("3-5 km", "km 3..5"),
    ("1,200-square-foot", "ft2 1200"),
    ("5 km²", "km2 5"),
    ("40 acres", "acre 40"),
    ("6 feet", "ft 6"),
    ("2 lbs", "lb 2"),
    ("120 km/h", "km/h 120"),
    ("120 kilometres per hour", "km/h 120"),
    ("60 miles an hour", "mph 60"),
    ("30°C", "degC 30"),
    ("minus 5 degrees Celsius", "degC -5"),
    ("3.5 GW", "GW 3.5"),
    ("3.5 gigawatts", "GW 3.5"),
    ("2.4 GHz", "GHz 2.4"),
    ("3 million bpd", "bbl 3000000/day"),
    ("250 ml", "ml 250"),
    ("half a mile", "mi 0.5"),
    ("5 3/4 percent", "percent 5.75"),
    ("4½%", "percent 4.5"),
    ("3/4 mile", "mi 0.75"),
    ("2-1/2 inches", "in 2.5"),
]


@pytest.mark.parametrize(("surface", "norm"), MONEY + OTHERS)
def test_amounts_have_normal_forms(surface: str, norm: str) -> None:
    assert amounts(f"We saw {surface}.") == [(surface, norm)]
    assert str(amount_of(norm)) == norm


AROUND = [
    ("$20 a month", "$20", "USD 20/month"),
    ("20 million euros per year", "20 million euros", "EUR 20000000/year"),
    ("$40,000 annually", "$40,000", "USD 40000/year"),
    ("€5/day", "€5", "EUR 5/day"),
    ("5% a year", "5%", "percent 5/year"),
    ("2 million barrels per day", "2 million barrels", "bbl 2000000/day"),
    ("5% a year ago", "5%", "percent 5"),
    ("$3bn a year earlier", "$3bn", "USD 3000000000"),
    ("about $3.5bn a year", "$3.5bn", "~USD 3500000000/year"),
    ("nearly 5%", "5%", "~percent 5"),
    ("more than $3", "$3", "~USD 3"),
    ("up to 40 acres", "40 acres", "~acre 40"),
    ("at least $3-5 million", "$3-5 million", "~USD 3000000..5000000"),
    ("an estimated $3", "$3", "~USD 3"),
    ("~5 km", "5 km", "~km 5"),
    ("the roughly\n$3 bill", "$3", "~USD 3"),
]


@pytest.mark.parametrize(("text", "surface", "norm"), AROUND)
def test_the_words_around_an_amount_are_outside_but_count(text: str, surface: str, norm: str) -> None:
    assert amounts(f"They saw {text}.")[0] == (surface, norm)
    assert str(amount_of(norm)) == norm


def test_the_parts_of_an_amount_can_be_had() -> None:
    (mention,) = values("It pays about $3-5 million a year.")
    assert amount_of(mention.norm) == Amount(Decimal(3_000_000), Decimal(5_000_000), "USD", "year", True)


@pytest.mark.parametrize(
    ("text", "surfaces"),
    [
        ("It rose from 10 to 15 percent.", ["15 percent"]),
        ("It rose 5% to 10%.", ["5%", "10%"]),
        ("They gave $5 to 10 people.", ["$5"]),
        ("It fell from $3 million to $2 million.", ["$3 million", "$2 million"]),
        ("Odds of 5-3% fell.", ["3%"]),
    ],
)
def test_a_change_is_no_range(text: str, surfaces: list[str]) -> None:
    assert [surface for surface, _ in amounts(text)] == surfaces


@pytest.mark.parametrize(
    "text",
    [
        "1,000 people, 3 teams and 12 goals.",
        "Version 3.2.1 won 3-2, a ratio of 4:3, at 10:30.",
        "A real problem: two won prizes, 3 real friends and four mark it.",
        "A foot of snow, a degree in law, a pound of flesh, a ton of work.",
        "He ran the 100 m, earned 5m views, and was 5 in line.",
        "One has 7/8 of it, and 1/2.",
        "The 16-year-old left room 101 of Boeing 737.",
        "On 2024-05-05 the 5 May march.",
    ],
)
def test_no_amount_is_seen(text: str) -> None:
    assert amounts(text) == []


UNITS = st.sampled_from(["USD", "EUR", "peso", "percent", "km", "km/h", "degC", "ft2", "bbl"])
NUMBERS = st.decimals(allow_nan=False, allow_infinity=False, places=4, min_value=-(10**15), max_value=10**15)


@given(NUMBERS, st.one_of(st.none(), NUMBERS), UNITS, st.one_of(st.none(), st.sampled_from(PERIODS)), st.booleans())
def test_a_form_is_its_amount(value: Decimal, most: Decimal | None, unit: str, period: str | None, about: bool) -> None:
    amount = Amount(value, most if most is not None and most > value else None, unit, period, about)
    assert amount_of(str(amount)) == amount


PIECES = [surface for surface, _ in MONEY + OTHERS] + ["about ", " a year", "-", " to ", "$", "minus ", "5", ".", ","]


@given(st.lists(st.sampled_from(PIECES), max_size=5).map("".join), st.sampled_from(AMOUNTS))
def test_a_normal_form_is_its_own(surface: str, kind: EntityType) -> None:
    norm = normal_amount(surface, kind)
    assert amount_of(norm) is None or normal_amount(norm, kind) == norm


@given(st.text(max_size=30), st.sampled_from(AMOUNTS))
def test_any_surface_is_survived(surface: str, kind: EntityType) -> None:
    normal_amount(surface, kind)
    amount_of(surface)
