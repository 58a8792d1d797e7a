"""Bytes to text, for real sentences in the encodings that files are in."""

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.decoding import decode
from search.extract.extracted import Extracted
from search.extract.reading import extract


def read(data: bytes, name: str) -> Extracted:
    return extract(io.BytesIO(data), name)


TEXTS = {
    "cp1252": "Le café coûte 3 € — « voilà », dit-elle à l’été finissant, près du théâtre où l’on préférait rêver.",
    "cp1250": "Příliš žluťoučký kůň úpěl ďábelské ódy a rozpočet byl schválen příští měsíc v parlamentu.",
    "cp1251": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "koi8-r": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "shift_jis": "東京都は昨日、新しい予算案を発表しました。来月の議会で審議される予定です。",
    "euc_jp": "東京都は昨日、新しい予算案を発表しました。来月の議会で審議される予定です。",
    "iso2022_jp": "東京都は昨日、新しい予算案を発表しました。",
    "gb18030": "北京市政府昨天宣布了新的预算方案，预计将于下个月提交人民代表大会审议。",
    "big5": "臺北市政府昨天宣布了新的預算方案，預計將於下個月提交市議會審議。",
    "euc_kr": "서울시는 어제 새로운 예산안을 발표했으며 다음 달 시의회에서 심의될 예정이다.",
    "utf-8-sig": "Zürich",
    "utf-8": "Zürich 東京 \U0001f600",
    "utf-16": "Zürich and other words \U0001f600",
    "utf-16-le": "Zürich and other plain words",
    "utf-16-be": "Zürich and other plain words",
    "utf-32": "Zürich and other words",
    "utf-32-le": "Zürich and other plain words",
    "cp437": "Über die Größe der Häuser können wir nächste Woche sprechen, schöne Grüße aus München.",
    "cp850": "Le gouvernement a présenté à l'assemblée un projet de loi très attendu sur l'énergie et les marchés.",
    "mac-roman": "Le café était fermé; « où êtes-vous allé, élève ? » demanda l’hôtesse du théâtre à côté.",
    "iso8859-15": "Le cœur de la ville coûte 30 € à l'élève déçu, et l'été dernier a été très chaud à côté.",
    "iso8859-2": "Zażółć gęślą jaźń, powiedział minister, że budżet będzie przyjęty w przyszłym miesiącu.",
    "cp852": "Příliš žluťoučký kůň úpěl ďábelské ódy a rozpočet byl schválen příští měsíc v parlamentu.",
    "iso8859-5": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "cp866": "Правительство объявило о новом бюджете, который будет рассмотрен парламентом в следующем месяце.",
    "koi8-u": "Уряд оголосив про новий бюджет, який буде розглянуто парламентом, і його підтримує її партія.",
    "iso8859-7": "Η κυβέρνηση ανακοίνωσε τον νέο προϋπολογισμό που θα συζητηθεί στη Βουλή τον επόμενο μήνα.",
    "cp1253": "Η κυβέρνηση ανακοίνωσε τον νέο προϋπολογισμό που θα συζητηθεί στη Βουλή τον επόμενο μήνα.",
    "iso8859-8": "הממשלה הודיעה אתמול על תקציב חדש שיידון בכנסת בחודש הבא לפני החגים",
    "cp1255": "הממשלה הודיעה אתמול על תקציב חדש שיידון בכנסת בחודש הבא לפני החגים",
    "iso8859-9": "Hükümet dün yeni bütçeyi açıkladı; gelecek ay mecliste görüşülecek ve oylanacağı söylendi.",
    "cp1254": "Hükümet dün yeni bütçeyi açıkladı; gelecek ay mecliste görüşülecek ve oylanacağı söylendi.",
    "cp1256": "أعلنت الحكومة أمس عن الميزانية الجديدة التي ستناقش في البرلمان في الشهر القادم",
    "cp1257": "Vyriausybė vakar paskelbė naują biudžetą, kurį kitą mėnesį svarstys Seimas, sakė ministrų pirmininkė.",
    "cp874": "รัฐบาลประกาศงบประมาณใหม่เมื่อวานนี้ซึ่งจะมีการพิจารณาในสภาเดือนหน้า",
    "johab": "서울시는 어제 새로운 예산안을 발표했으며 다음 달 시의회에서 심의될 예정이다.",
    "hz": "北京市政府昨天宣布了新的预算方案，预计将于下个月提交人民代表大会审议。",
    "iso2022_kr": "서울시는 어제 새로운 예산안을 발표했으며 다음 달 시의회에서 심의될 예정이다.",
}


@pytest.mark.parametrize("encoding", TEXTS)
def test_encodings_are_recognised(encoding: str) -> None:
    text = "\n".join([TEXTS[encoding]] * 5)
    assert read(text.encode(encoding), "notes.txt").text == text


def test_a_declared_encoding_is_believed_when_the_text_is_not_utf_8() -> None:
    page = '<meta charset="iso-8859-2"><p>Łódź żółw</p>'
    assert read(page.encode("iso-8859-2"), "a.html").text == "Łódź żółw"
    assert read(page.encode("utf-8"), "a.html").text == "Łódź żółw"
    assert "words" in read(b'<meta charset="unicode_escape"><p>words \xff \\N', "a.html").text


def test_a_damaged_byte_does_not_change_the_encoding_of_all_others() -> None:
    text = read("naïve Zürich façade, où l’été ".encode() * 50 + b"\xff end", "a.txt").text
    assert "façade" in text
    assert text.endswith("\ufffd end")


@pytest.mark.parametrize("encoding", ["cp1252", "cp1251", "shift_jis", "gb18030", "euc_kr"])
def test_only_the_line_in_another_encoding_is_read_in_it(encoding: str) -> None:
    odd = TEXTS[encoding]
    data = "Zürich, 東京 and naïve words\n".encode() * 20
    text = decode(data + odd.encode(encoding) + b"\n" + data)
    assert text == data.decode() + odd + "\n" + data.decode()


def test_utf_16_may_end_within_a_character() -> None:
    assert decode("Zürich and words".encode("utf-16-le") + b"x") == "Zürich and words\ufffd"


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXTS["cp1251"], TEXTS["cp1256"], TEXTS["euc_kr"] * 3])
def test_utf_16_without_a_mark_is_known_in_other_scripts(encoding: str, text: str) -> None:
    assert decode(text.encode(encoding)) == text


def test_a_letter_cut_at_the_end_is_no_other_encoding() -> None:
    assert decode("Zürich façade é".encode()[:-1]) == "Zürich façade \ufffd"


@pytest.mark.parametrize("name", ["x-sjis", "shift-jis", "windows-31j"])
def test_names_are_those_of_web_browsers(name: str) -> None:
    assert decode("①東京".encode("cp932"), name) == "①東京"


@given(st.binary(max_size=400), st.sampled_from([None, "utf-8", "gb2312", "utf-16", "rot13", "no such", "\0"]))
def test_nothing_raises(data: bytes, declared: str | None) -> None:
    decode(data, declared)


@given(st.text(max_size=200))
def test_utf_8_is_always_utf_8(text: str) -> None:
    data = text.encode("utf-8", "ignore")
    if b"\0" not in data and b"\x1b" not in data and b"~{" not in data:
        assert decode(data) == data.decode("utf-8").removeprefix("\ufeff")


@pytest.mark.parametrize("encoding", ["cp1252", "latin-1"])
@pytest.mark.parametrize(
    "text",
    [
        *("Müller", "Tromsø", "São Paulo", "naïve", "façade", "Ähre"),
        "Dear Mr Müller, please find attached the invoice for March.",
        "The ticket costs £5, see § 7 (2).",
        "Copyright © 2003 Example Ltd.",
        "Store below 25 °C; add ½ cup of sugar and 5 µm ±2 µm of gold.",
        "Price: 10\xa0EUR",
        "id,name,city\n1,John Smith,London\n2,Renée Dubois,Paris\n",
        "# Größe des Puffers\nsize = 4096\n",
        "/* (c) 1998 François Pinard */\n#include <stdio.h>\n",
    ],
)
def test_a_few_letters_and_signs_in_ascii_are_western(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize(
    "text", ["We don’t know yet.", "Chapter 3 – The long way home", "Total: 1,250.00 €", "• one\n• two"]
)
def test_signs_of_windows_are_known(text: str) -> None:
    assert decode(text.encode("cp1252")) == text


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("cp1251", "Сокол сидел на старом дереве. Сокол улетел."),
        ("cp437", "coördinator"),
        ("cp850", "façade"),
        ("mac-roman", "señor"),
        ("cp1250", "Dvořáková, Šimůnek"),
        ("iso8859-2", "Žádný z přítomných"),
        ("cp1257", "Rytoj mieste prasidės mugė, į kurią atvyks amatininkai"),
        ("cp1254", "Yağmur yüzünden düğün"),
        ("cp1253", "Τζανέτος, Κέρκυρα, Άλλη Άρτα"),
        ("cp874", "ส่วนคุณตานำแตงกวา"),
        ("iso2022_kr", "id,이름\n1,서울시"),
        ("hz", "昨天晚上图书馆停电了，奶奶烤了一个苹果馅饼。"),
    ],
)
def test_a_few_words_are_enough(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic"])
def test_titles_in_capitals_are_no_small_letters_of_others(encoding: str) -> None:
    title = "ДОГОВОР О ПРЕДОСТАВЛЕНИИ УСЛУГ НАСЕЛЕНИЮ ГОРОДА"
    assert decode(title.encode(encoding)) == title


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("text", [TEXTS["euc_jp"], TEXTS["gb18030"], TEXTS["big5"], TEXTS["euc_kr"], TEXTS["cp874"]])
def test_utf_16_without_a_mark_is_known_in_east_asia(encoding: str, text: str) -> None:
    assert read(text.encode(encoding), "a.txt").text == text


@pytest.mark.parametrize("gap", range(144, 148))
def test_a_nul_here_and_there_does_not_make_utf_16(gap: int) -> None:
    line = ("kestrel and other plain words " * 5)[:gap] + "\0"
    assert read((line * 100).encode(), "a.txt").text == (line * 100).replace("\0", "\ufffd")


SOUND = "Straße, café, naïve — „Zitat“\n" * 20


@pytest.mark.parametrize(
    ("stray", "read_as"),
    [
        (b"J\xfcrgen, \x93ja\x94\n", "Jürgen, “ja”\n"),
        (b"one \x96 two for 5 \x80\n", "one – two for 5 €\n"),
        (b"\xff end", "\ufffd end"),
        ("—".encode()[:2], "\ufffd"),
        ("\U0001f600".encode()[:3], "\ufffd"),
        ("\ufeffmore".encode(), "\ufeffmore"),
        ("Правительство объявило\n".encode("cp1251"), "Правительство объявило\n"),
    ],
)
def test_what_comes_last_does_not_change_what_is_utf_8(stray: bytes, read_as: str) -> None:
    assert decode(SOUND.encode() + stray) == SOUND + read_as


def test_ascii_may_end_within_a_character() -> None:
    assert decode(b"plain words \xe2\x80") == "plain words \ufffd"
    assert decode(b"caf\xe9") == "café"


def test_a_line_of_utf_8_among_western_ones_stays() -> None:
    western = "Der Müller aß Brötchen für fünf\n" * 20
    assert decode(western.encode("cp1252") + "Zoë\n".encode()) == western + "Zoë\n"
