"""The language of a text, for sentences of many."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.extract.language import language_of

SENTENCES = {
    "en": "The government announced a new budget yesterday that will be discussed in parliament next month.",
    "de": "Die Regierung hat gestern einen neuen Haushalt vorgestellt, der im nächsten Monat beraten wird.",
    "fr": "Le gouvernement a présenté hier un nouveau budget qui sera examiné par le parlement le mois prochain.",
    "es": "El gobierno presentó ayer un nuevo presupuesto que será debatido en el parlamento el próximo mes.",
    "pt": "O governo apresentou ontem um novo orçamento que será discutido no parlamento no próximo mês e não antes.",
    "it": "Il governo ha presentato ieri un nuovo bilancio che sarà discusso in parlamento il mese prossimo.",
    "nl": "De regering heeft gisteren een nieuwe begroting gepresenteerd die in het parlement wordt besproken.",
    "sv": "Regeringen presenterade i går en ny budget som ska diskuteras i riksdagen och inte är färdig.",
    "da": "Regeringen fremlagde i går et nyt budget, som skal drøftes af Folketinget, og hvad det koster.",
    "no": "Regjeringen la i går fram et nytt budsjett som skal behandles av Stortinget, og hva det koster.",
    "fi": "Hallitus julkisti eilen uuden talousarvion, joka on eduskunnan käsittelyssä ensi kuussa, mutta ei vielä.",
    "et": "Valitsus esitas eile uue eelarve, mis on järgmisel kuul parlamendis arutusel, kuid see ei ole veel valmis.",
    "hu": "A kormány tegnap bemutatta az új költségvetést, amelyet a parlament a jövő hónapban tárgyal meg.",
    "pl": "Rząd przedstawił wczoraj nowy budżet, który będzie omawiany w parlamencie w przyszłym miesiącu.",
    "cs": "Vláda včera představila nový rozpočet, který bude příští měsíc projednán v parlamentu, ale není hotový.",
    "sk": "Vláda včera predstavila nový rozpočet, ktorý bude prerokovaný v parlamente, ale nie je hotový.",
    "sl": "Vlada je včeraj predstavila nov proračun, ki ga bo prihodnji mesec obravnaval parlament, in še ni končan.",
    "hr": "Vlada je jučer predstavila novi proračun koji će sljedeći mjesec biti raspravljan u saboru, ali nije gotov.",
    "ro": "Guvernul a prezentat ieri un nou buget care va fi discutat în parlament luna viitoare și nu este gata.",
    "tr": "Hükümet dün yeni bir bütçe açıkladı ve bu bütçe gelecek ay mecliste görüşülecek ama daha hazır değil.",
    "lt": "Vyriausybė vakar pristatė naują biudžetą, kuris kitą mėnesį bus svarstomas Seime, bet dar nėra baigtas.",
    "lv": "Valdība vakar iepazīstināja ar jaunu budžetu, kas tiks izskatīts Saeimā, bet vēl nav gatavs.",
    "ca": "El govern va presentar ahir un nou pressupost que serà debatut al parlament amb els altres el mes que ve.",
    "vi": "Chính phủ hôm qua đã công bố ngân sách mới và sẽ được thảo luận tại quốc hội trong tháng tới.",
    "id": "Pemerintah kemarin mengumumkan anggaran baru yang akan dibahas di parlemen dan tidak untuk bulan ini.",
    "ru": "Правительство вчера представило новый бюджет, который будет рассмотрен парламентом в следующем месяце.",
    "uk": "Уряд учора представив новий бюджет, який буде розглянуто парламентом наступного місяця, і його підтримують.",
    "be": "Урад учора прадставіў новы бюджэт, які будзе разгледжаны парламентам, але яшчэ не гатовы ў гэты час.",
    "bg": "Правителството представи вчера новия бюджет, който ще бъде обсъден в парламента през следващия месец.",
    "sr": "Влада је јуче представила нови буџет који ће следећег месеца бити разматран у скупштини, али није готов.",
    "mk": "Владата вчера го претстави новиот буџет кој ќе биде разгледан во собранието, но не е готов.",
    "el": "Η κυβέρνηση παρουσίασε χθες τον νέο προϋπολογισμό που θα συζητηθεί στη Βουλή.",
    "he": "הממשלה הציגה אתמול תקציב חדש שיידון בכנסת בחודש הבא לפני החגים",
    "ar": "قدمت الحكومة أمس الميزانية الجديدة التي ستناقش في البرلمان في الشهر القادم",
    "fa": "دولت دیروز بودجه جدیدی را که ماه آینده در مجلس بررسی می‌شود ارائه کرد",
    "hi": "सरकार ने कल नया बजट पेश किया जिस पर अगले महीने संसद में चर्चा होगी और फिर उस पर मतदान किया जाएगा",
    "th": "รัฐบาลประกาศงบประมาณใหม่เมื่อวานนี้ซึ่งจะมีการพิจารณาในสภาเดือนหน้า",
    "ko": "정부는 어제 새로운 예산안을 발표했으며 다음 달 국회에서 심의될 예정이다.",
    "ja": "政府は昨日、来月の国会で審議される新しい予算案を発表しました。",
    "zh": "政府昨天宣布了新的预算方案，预计将于下个月提交人民代表大会审议。",
}


@pytest.mark.parametrize("language", SENTENCES)
def test_one_sentence_is_enough(language: str) -> None:
    assert language_of(SENTENCES[language]) == language


@pytest.mark.parametrize(
    "text", ["", "12 345", "the", "x = y + z; foo(bar, baz); qux[1] -> quux; corge.grault() || garply", "東京"]
)
def test_too_little_has_no_language(text: str) -> None:
    assert language_of(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Inihayag kahapon ng pamahalaan ang bagong badyet na tatalakayin sa kongreso sa susunod na buwan",
        "Hans Maier\nEva Kurz\nPeter Schmidt\nKarin Vogel\nUwe Braun\nInge Lang\nKlaus Wolf\nAnna Berg",
        "Berlin Paris London Rome Madrid Vienna Warsaw Prague Budapest Lisbon Athens Dublin Oslo",
    ],
)
def test_names_and_unknown_languages_have_none(text: str) -> None:
    assert language_of(text) is None


def test_bulgarian_is_no_russian() -> None:
    assert language_of("Баба ми опече баница със сирене, а дядо донесе от мазето буркан с краставички.") in ("bg", None)


def test_a_foreign_start_does_not_decide() -> None:
    assert language_of(SENTENCES["en"] + "\n" + SENTENCES["fr"] * 100) == "fr"


@given(st.text(max_size=6000))
def test_any_text_is_taken(text: str) -> None:
    assert language_of(text) is None or len(language_of(text) or "") == 2
