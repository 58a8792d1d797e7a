"""vCards: what a contact says, as lines."""

import io

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
