"""vCards: what a contact says, as lines."""

import io

import pytest

from search.extract.caps import Caps
from search.extract.extracted import Extracted, Status
from search.extract.reading import extract

NEW = """BEGIN:VCARD
VERSION:3.0
N:Doe;Jane;Mary;Dr.;
FN:Dr. Jane Doe
ORG:Example Ltd;Legal
item1.EMAIL;TYPE=INTERNET,WORK:jane@exam
 ple.org
TEL;TYPE="work,fax":+49 30 1234
ADR;TYPE=HOME:;;Main Street 1\\, rear;Berlin;;10115;Germany
NOTE:First\\nsecond
PHOTO;ENCODING=b;TYPE=JPEG:AAAA
 BBBB
X-SKYPE:janedoe
END:VCARD
"""
OLD = """BEGIN:VCARD
VERSION:2.1
N;CHARSET=ISO-8859-1;ENCODING=QUOTED-PRINTABLE:M=FCller;J=F6rg
FN;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:J=C3=B6rg M=C3=
=BCller
TEL;HOME;VOICE:0123
PHOTO;JPEG;BASE64:
 AAAABBBB

END:VCARD
"""


def read(text: str) -> Extracted:
    return extract(io.BytesIO(text.encode()), "a.vcf")


def test_contacts_are_sections_of_fields() -> None:
    extracted = read((NEW + OLD).replace("\n", "\r\n"))
    assert (extracted.type, extracted.status) == ("contacts", Status.OK)
    assert [unit.label for unit in extracted.units] == ["Dr. Jane Doe", "Jörg Müller"]
    contacts = [extracted.text[unit.start : unit.end].split("\n") for unit in extracted.units]
    assert contacts[0] == [
        "Dr. Jane Doe",
        "Name: Doe Jane Mary Dr.",
        "Organisation: Example Ltd, Legal",
        "E-mail (work): jane@example.org",
        "Telephone (fax, work): +49 30 1234",
        "Address (home): Main Street 1, rear, Berlin, 10115, Germany",
        "Note: First",
        "second",
        "Skype: janedoe",
        "",
        "",
    ]
    assert contacts[1] == ["Jörg Müller", "Name: Müller Jörg", "Telephone (home): 0123", "", ""]


def test_many_contacts_are_all_there() -> None:
    text = "".join(NEW.replace("Jane", f"Jane{number}") for number in range(10_000))
    extracted = read(text)
    assert [unit.number for unit in extracted.units] == list(range(1, 10_001))
    last = extracted.units[-1]
    assert extracted.text[last.start : last.end].startswith("Dr. Jane9999 Doe\n")


def test_a_card_of_a_name_alone_is_a_card() -> None:
    extracted = read("BEGIN:VCARD\nVERSION:3.0\nFN:Jane Doe\nEND:VCARD\n")
    assert (extracted.status, extracted.text) == (Status.OK, "Jane Doe\n\n")
    assert [unit.label for unit in extracted.units] == ["Jane Doe"]


@pytest.mark.parametrize("start", ["PHOTO;ENCODING=b:", "PHOTO:data:image/jpeg;base64,", "X-LOGO;BASE64:"])
@pytest.mark.parametrize("fold", ["", "\n "])
def test_pictures_do_not_count_as_text_even_without_end(start: str, fold: str) -> None:
    card = f"BEGIN:VCARD\nFN:Jane Doe\nTEL:0123\n{start}" + f"{'A' * 70_000}{fold}" * 80
    extracted = extract(io.BytesIO(card.encode()), "a.vcf", Caps(text=1_000_000))
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, "ends in the middle")
    assert extracted.text == "Jane Doe\nTelephone: 0123\n\n"


def test_text_beyond_the_limit_is_not_read() -> None:
    card = "BEGIN:VCARD\nFN:Jane Doe\n" + f"NOTE:{'words ' * 100}\n" * 1_000
    extracted = extract(io.BytesIO(card.encode()), "a.vcf", Caps(text=100_000))
    assert (extracted.status, extracted.reason) == (Status.PARTIAL, "first 100,000 characters searched")
    assert extracted.text.startswith("Jane Doe\nNote: words ")
