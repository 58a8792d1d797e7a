"""Number formats: what a cell shows. The expected texts are those that Excel shows for these codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.ooxml.number_formats import BUILT_IN, compiled

DAY = 45473
"""30 June 2024."""


@pytest.mark.parametrize(
    ("code", "value", "shown"),
    [
        ("General", 123456789012, "123456789012"),
        ("General", 0.1 + 0.2, "0.3"),
        ("General", 1e21, "1E+21"),
        ("General", 1.5e-12, "1.5E-12"),
        ("General", -0.00001, "-0.00001"),
        ("0", 2.5, "3"),
        ("0.00", 2.675, "2.68"),
        ("0.00", 1.005, "1.01"),
        ("0.00", -0.5, "-0.50"),
        ("00000", 123, "00123"),
        ("#.##", 0.5, ".5"),
        ("0.0##", 1.5, "1.5"),
        ("#,##0.00", 1234567.891, "1,234,567.89"),
        ("0,000", 12, "0,012"),
        ("#,##0,", 1234567, "1,235"),
        ('0.0,,"M"', 12345678, "12.3M"),
        ("0%", 0.256, "26%"),
        ("0.00%", 0.12345, "12.35%"),
        ("0.00E+00", 12345.678, "1.23E+04"),
        ("0.00E+00", 9.9999e9, "1.00E+10"),
        ("##0.0E+0", 12345, "12.3E+3"),
        ("0.0E-0", 0.00012, "1.2E-4"),
        ("# ?/?", 1.5, "1 1/2"),
        ("# ??/??", 1 / 3, "1/3"),
        ("?/?", 1.25, "5/4"),
        ("# ?/8", 0.5, "4/8"),
        ("# ?/?", 2, "2"),
        ('"$"#,##0.00', 5.5, "$5.50"),
        ("[$€-407] #,##0.00", 12, "€ 12.00"),
        (r'_-* #,##0.00\ "€"_-;\-* #,##0.00\ "€"_-', -1234.5, "-1,234.50 €"),
        ("#,##0_);(#,##0)", -1234, "(1,234)"),
        ('0;-0;"none"', 0, "none"),
        ("0.00;[Red]0.00", -3, "3.00"),
        ("[<100]0.0;[>=100]0", 100, "100"),
        ('[=1]0" item";0" items"', 1, "1 item"),
        ('[=1]0" item";0" items"', -3, "-3 items"),
        ('[<10]#" few"', 11, "11"),
        ("[Red][<0]-0;0", -5, "-5"),
        ("000-00-0000", 123456789, "123-45-6789"),
        ("(000) 000-0000", 2125551234, "(212) 555-1234"),
        (r"\a $#.00", -12.3, "-a $12.30"),
        ('"Total: "General', 7.5, "Total: 7.5"),
        (";;;", 5, "5"),
        ("@", 5, "5"),
        ("yyyy-mm-dd", DAY, "2024-06-30"),
        ("d-mmm-yy", DAY, "30-Jun-24"),
        ("[$-F800]dddd, mmmm dd, yyyy", DAY, "Sunday, June 30, 2024"),
        ("m/d/yy h:mm", DAY + 0.4, "6/30/24 9:36"),
        ("mmmmm", DAY, "J"),
        ("h:mm AM/PM", 0.75, "6:00 PM"),
        ("h:mm:ss am/pm", 0, "12:00:00 AM"),
        ("mm:ss.0", 0.0012345, "01:46.7"),
        ("h:mm", 0.99999, "23:59"),
        ("h:mm:ss", 0.999999, "0:00:00"),
        ("[h]:mm:ss", 1.5, "36:00:00"),
        ("[h]:mm", -1.5, "-36:00"),
        ("[mm]:ss", 0.1, "144:00"),
        ('hh"h"mm', 0.3, "07h12"),
        (r"yyyy\-mm\-dd\Thh:mm:ss.000", 45473.123456, "2024-06-30T02:57:46.598"),
        ("yyyy-mm-dd", 60, "1900-02-29"),
        ("yyyy-mm-dd", 1, "1900-01-01"),
        ("yyyy-mm-dd", 61, "1900-03-01"),
        ("yyyy-mm-dd", -5, "-5"),
        ("yyyy-mm-dd", 3e6, "3000000"),
        ("yyyy-mm-dd", 2958465.9, "9999-12-31"),
    ],
)
def test_a_code_shows_a_number(code: str, value: float, shown: str) -> None:
    assert compiled(code).number(float(value)) == shown


@pytest.mark.parametrize(
    ("number", "value", "shown"),
    [
        (0, 1.5, "1.5"),
        (3, 1234.5, "1,235"),
        (9, 0.5, "50%"),
        (14, DAY, "2024-06-30"),
        (18, 0.5, "12:00 PM"),
        (22, DAY + 0.5, "2024-06-30 12:00"),
        (40, -1234.5, "(1,234.50)"),
        (44, -1234.5, "$(1,234.50)"),
        (44, 0, "$-"),
        (46, 1.25, "30:00:00"),
        (58, DAY, "2024-06-30"),
    ],
)
def test_formats_that_are_not_written_down(number: int, value: float, shown: str) -> None:
    assert compiled(BUILT_IN[number]).number(float(value)) == shown


def test_days_can_be_counted_from_1904() -> None:
    assert compiled("yyyy-mm-dd", epoch_1904=True).number(DAY - 1462.0) == "2024-06-30"


def test_text_has_words_around_it() -> None:
    assert compiled('"Mr. "@')[1:] == ("Mr. ", "")
    assert compiled('0;0;0;"<"@">"')[1:] == ("<", ">")
    assert compiled("0.00")[1:] == ("", "")


@given(st.floats(allow_nan=False, allow_infinity=False))
def test_general_keeps_fifteen_digits(value: float) -> None:
    assert float(compiled("General").number(value)) == float(f"{value:.15g}")


@given(st.integers(-(10**12), 10**12), st.integers(0, 6))
def test_decimals_are_exact(units: int, places: int) -> None:
    value = units / 10**places
    code = "0." + "0" * places if places else "0"
    expected = f"{units // 10**places}" if not places else None
    shown = compiled(code).number(value)
    assert expected is None or shown == expected
    assert round(float(shown) * 10**places) == units


SIGNS = (*'0#?.,%/;@"\\_*[]$<>=-+Eymdhsabg AP', "General", "AM/PM", "[h]")
CODES = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(SIGNS), max_size=25).map("".join))


@given(CODES, st.floats(), st.booleans())
def test_any_code_shows_any_number(code: str, value: float, epoch_1904: bool) -> None:
    shown = compiled(code, epoch_1904).number(value)
    assert shown or not value


@pytest.mark.parametrize("code", ["0" * 200_000, "[" * 200_000, '"' * 200_000, ";" * 200_000, "[h" * 100_000])
def test_a_long_code_is_general(code: str) -> None:
    assert compiled(code).number(12.5) == "12.5"
