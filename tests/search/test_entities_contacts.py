"""Mail, web and telephone addresses, and the one form of each."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.entities.mentions import EntityType
from search.entities.values.contacts import normal_contact
from search.entities.values.phones import normal_phone
from search.entities.values.values import values


def contacts(text: str) -> list[tuple[str, str]]:
    return [(one.surface, one.norm) for one in values(text) if one.type is EntityType.CONTACT]


@pytest.mark.parametrize(
    ("text", "surface", "norm"),
    [
        ("Write to Ana.Silva@Post.Example.org.", "Ana.Silva@Post.Example.org", "ana.silva@post.example.org"),
        ("See mailto:a+b@example.org now", "a+b@example.org", "a+b@example.org"),
        ("Ask x@bücher.example, she knows.", "x@bücher.example", "x@bücher.example"),
        ("Ask x@xn--bcher-kva.example, she knows.", "x@xn--bcher-kva.example", "x@bücher.example"),
        ("Ask x@мир.xn--p1ai today", "x@мир.xn--p1ai", "x@мир.рф"),
        ("See (https://example.org/a_(b)?q=1).", "https://example.org/a_(b)?q=1", "https://example.org/a_(b)?q=1"),
        ("See HTTPS://Example.ORG:443/A/ there", "HTTPS://Example.ORG:443/A/", "https://example.org/A"),
        ("See http://example.org:8080/, or not", "http://example.org:8080/", "http://example.org:8080"),
        ("See www.Example.org.", "www.Example.org", "https://www.example.org"),
        ("See https://xn--bcher-kva.example/x", "https://xn--bcher-kva.example/x", "https://bücher.example/x"),
    ],
)
def test_addresses_have_one_form(text: str, surface: str, norm: str) -> None:
    assert contacts(text) == [(surface, norm)]
    assert normal_contact(norm) == norm


@pytest.mark.parametrize(
    ("surface", "norm"),
    [
        ("+44 20 7946 0958", "+442079460958"),
        ("+44 (0)20 7946 0958", "+442079460958"),
        ("0044 20 7946 0958", "+442079460958"),
        ("+1 (212) 555-0147", "+12125550147"),
        ("+12125550147", "+12125550147"),
        ("212-555-0147", "+12125550147"),
        ("(212) 555-0147", "+12125550147"),
        ("212.555.0147", "+12125550147"),
        ("1-800-555-0199", "+18005550199"),
        ("+33 1 23 45 67 89", "+33123456789"),
        ("01 23 45 67 89", "0123456789"),
        ("01.23.45.67.89", "0123456789"),
        ("020 7946 0958", "02079460958"),
        ("(020) 7946 0958", "02079460958"),
        ("030/123456", "030123456"),
        ("+49 30 901820", "+4930901820"),
    ],
)
def test_telephone_numbers_have_one_form(surface: str, norm: str) -> None:
    assert contacts(f"Ring {surface}, or write.") == [(surface, norm)]
    assert normal_phone(norm) == norm


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Tel: 555-0123.", "555-0123"),
        ("Phone no. 555 0123", "555 0123"),
        ("Fax 12 34 567", "12 34 567"),
        ("Please call 555-0123 now.", "555-0123"),
        ("Please call 212 555 0147 now.", "212 555 0147"),
        ("Phone: +44 20 7946 0958", "+44 20 7946 0958"),
    ],
)
def test_a_number_in_any_layout_counts_after_its_name(text: str, surface: str) -> None:
    assert [found for found, _ in contacts(text)] == [surface]


@pytest.mark.parametrize(
    "text",
    [
        "On 10.12.2024, 2024-01-15 10:30 and 05/06/2023.",
        "Hosts 192.168.100.123 and 10.0.0.1:8080 run 1.2.3.4567.",
        "In 1939 1945 1950 and 100 200 300.",
        "Sums of $212 555 0147, 020 7946 0958%, 0.123456789 and 12,345,678.",
        "Rooms 555-0123 and 12345678901.",
        "Rows 212 555 0147 and 01 02 03 04 05 06 07.",
        "A card 4111 1111 1111 1111.",
        "IBAN DE88 3704 0044 0532 0130 00 is wrong.",
        "Ext. +12345 and +0 12 345 678.",
        "Lines 3-2, 6-4, 7-5 and 2019-2021.",
        "@home, me@, a@b and x@1.2.",
        "http:// and www. and example.org",
    ],
)
def test_no_contact_is_seen(text: str) -> None:
    assert contacts(text) == []


ADDRESS = st.lists(st.sampled_from(["http://", "HTTPS://", "www.", "xn--", "Ä", "a", "@", "/", ":", "443", "?", "."]))


@given(ADDRESS.map("".join))
def test_a_normal_address_is_its_own(surface: str) -> None:
    norm = normal_contact(surface)
    assert normal_contact(norm) == norm


@given(st.text(alphabet="+()0123456789 -./", max_size=24))
def test_a_normal_number_is_its_own(surface: str) -> None:
    assert normal_phone(normal_phone(surface)) == normal_phone(surface)
