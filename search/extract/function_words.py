"""The most frequent short words of languages, and letters that few languages write: signs of the language of a text."""

WORDS: dict[str, str] = {
    "en": (
        "the of and to in is that for it with as was on be are this by not you from or have an which but were "
        "at his her they he she we all one been has had their will would there can if what who when so its "
        "into than also should do how"
    ),
    "de": (
        "der die das und ist nicht ein eine einer eines den dem des zu von mit für auf im in sich es auch "
        "wird werden sind wenn oder als an bei nach aus dass kann diese dieser noch nur wie um über durch man "
        "ich sie er wir haben hat vor"
    ),
    "fr": (
        "le la les des de du et est un une dans que qui pour par sur pas ne ce cette ces sont avec au aux il "
        "elle nous vous se sa son ses mais ou plus être avoir fait comme si tout leur en y dont peut à été "
        "lui je on même sans"
    ),
    "es": (
        "el la los las de del y que en un una es por para con no se su al lo como más pero sus le ha o este "
        "esta si sobre son entre cuando también fue muy ser hay desde todo sin puede donde uno han porque "
        "esto está mi yo"
    ),
    "pt": (
        "o a os as de do da dos das e que em um uma é para com não se por mais ao no na nos nas como mas foi "
        "pelo pela ser são também ou sua seu você ele ela isso este esta quando muito já está nem pode tem "
        "até entre sem mesmo"
    ),
    "it": (
        "il lo la i gli le di del della dei delle dello e che è un una in per con non si da dal al alla nel "
        "nella sono come più ma anche questo questa se su o ha può essere viene quando suo sua ci dalla tutti "
        "stato hanno degli ai cui"
    ),
    "nl": (
        "de het een en van in is dat op te zijn met voor niet aan er om ook als bij door maar uit naar dan "
        "nog wordt worden kan heeft hij ze wij dit deze die of wat geen over zo hebben was tot meer u je ik "
        "moet tegen"
    ),
    "sv": (
        "och att det som en ett är på av för med den till inte om han var jag har från vid så kan man hon när "
        "eller ska också de vi men sig detta denna ut upp efter vara över mycket endast inga finns blir under "
        "skall mot sedan hade än"
    ),
    "da": (
        "og at det som en et er på af for med den til ikke om han var jeg har fra ved så kan man hun når "
        "eller skal også de vi men sig dette denne ud op efter være over meget kun ingen findes bliver blev "
        "hvis hvad nogle mig dig uden"
    ),
    "no": (
        "og å det som en et er på av for med den til ikke om han var jeg har fra ved så kan man hun når eller "
        "skal også de vi men seg dette denne ut opp etter være over mye bare ingen finnes blir ble hvis hva "
        "noen meg deg uten"
    ),
    "fi": (
        "ja on ei se että oli hän mutta kun niin jos tai myös ole joka tämä kuin sen ovat voi vain sitä minä "
        "mitä mukaan kanssa ollut tämän jotka hänen sekä siitä sitten vielä jo olla kaikki nyt ennen ilman "
        "joten eivät voidaan"
    ),
    "et": (
        "ja on ei see et oli ta aga kui siis või ka ole mis kes kas selle need pole ning oma seda välja nii "
        "üks võib saab olla siin tema nende mida ainult juba pärast enne kuid sest kõik peab tuleb vaid veel "
        "palun"
    ),
    "hu": (
        "a az és hogy nem is egy ez van volt de csak meg már mint ha vagy el ki be azt ezt kell lehet még "
        "után lesz között aki ami amely minden sem pedig fel több szerint mert itt ott nincs alatt így "
        "azonban"
    ),
    "pl": (
        "i w na nie się z do że to jest o jak ale po co tak za od dla czy przez był już jego może tylko by "
        "być oraz są lub ten ta te jako ich które który która tego przed pod bez aby jeśli ma gdy tym więc "
        "także można"
    ),
    "cs": (
        "a v se na je že s z o do i to ve pro jako za by ale jsou po k od není byl která který které však "
        "jeho nebo jen tak při také může bylo tento toto podle až už mezi pokud ze jsem si před má více být "
        "pouze"
    ),
    "sk": (
        "a v sa na je že s z o do i to vo pre ako za by ale sú po k od nie bol ktorá ktorý ktoré však jeho "
        "alebo len tak pri tiež môže bolo tento toto podľa až už medzi ak zo som si pred má viac byť iba pod"
    ),
    "sl": (
        "in v na je se da za ne so ki pri iz z tudi ali kot bi po od do ni ter biti bil bila lahko kar pa še "
        "le s k med pred vse če ko sem sta ima zelo kako samo več ta to kateri ker bo brez svoj"
    ),
    "hr": (
        "i u na je se da za ne su koji od s kao a što nije ili iz po do bi o će to sve samo koja koje ako "
        "kako biti bio bila može ali već te više nakon između prije sam ima mogu ovaj ova ovo kod bez nisu "
        "kada treba"
    ),
    "ro": (
        "și în de la cu pe nu un o este din care că pentru sau mai ce se au fost prin al ale a ca dacă sunt "
        "dar acest această lui ei el va poate după ai am fi fără între doar când toate si sa să unui unei cel"
    ),
    "tr": (
        "ve bir bu da de için ile olarak daha çok en olan gibi ne ki mi o ama veya kadar sonra değil var her "
        "ise olduğu ancak şey göre hiç ya bunu yok oldu olduğunu içinde üzerinde tarafından diye şu kendi "
        "yeni nasıl"
    ),
    "lt": (
        "ir yra į kad su iš ne tai kaip bet o už nuo apie buvo arba dar po per jo jų tik ar kuris kuri kai "
        "labai prie savo taip būti turi jei jis ji tada pat gali šis ši nėra iki prieš visi negalima"
    ),
    "lv": (
        "un ir ar uz no par ka tas bet kas ne lai kā vai pie bija pēc to arī šī šis tā tikai ko jau nav viņš "
        "viņa gan līdz kad var bez būt ja pirms starp šo tiek kuru savu visi vairāk tad"
    ),
    "ca": (
        "el la els les de del dels i que en un una és per amb no es al als com més però seva seu aquest "
        "aquesta són ha o si sobre pot quan també fer on entre ser molt hi sense tot cal perquè des fins "
        "aquests altres"
    ),
    "sq": (
        "dhe në e të i për me një që nga është se si nuk më ka do ishte por janë u këtë ky kjo pas kur duke "
        "edhe ose mund ai ajo ku deri tij saj vetëm shumë nëse"
    ),
    "vi": (
        "và của là có trong được cho không các với một những này đã người để khi từ ra cũng đến như về nhưng "
        "trên tại sẽ đó vào nếu phải hay theo bạn hoặc nhiều bị"
    ),
    "id": (
        "yang dan di itu dengan untuk tidak ini dari dalam akan pada juga ke karena tersebut bisa ada mereka "
        "lebih kata tahun sudah atau saya oleh menjadi orang adalah telah dapat anda bahwa saat hanya kami "
        "seperti jika belum"
    ),
    "eo": (
        "la kaj de en estas ne al por kiu ke per kun estis sed ankaŭ pri li ŝi ĝi oni mi vi ili kiuj tiu ĉi "
        "kiel pli el aŭ se ĉu nur povas sur dum post kio tio jam tre havas"
    ),
    "ga": ("an na agus ar is i le a go sé ag do tá bhí den leis sin seo nach mar ach ní bith chun ó bheith air aon"),
    "eu": (
        "eta da ez du bat ere dira edo izan hau zen baina dute beste egin bere horrek duen baino gabe nahi duten hori"
    ),
    "af": (
        "die en van in is dat nie het te vir met op wat aan 'n by sy om ook as maar deur sal hy word kan was ek ons"
    ),
    "cy": "y yr a yn o i ar mae ei ac oedd am hyn wedi gan bod fel at sydd nid neu ond hi cael eu wrth",
    "is": (
        "og í að er á til við um með af en hann sem var ekki það fyrir þú ég hún eru hefur eða ef þetta verið "
        "frá upp þá úr eftir þess sér svo kom vera þar hafa"
    ),
    "gl": (
        "o a os as de do da dos das e que en un unha é para con non se por máis ao no na nos nas como pero "
        "foi polo pola ser son tamén ou súa seu este esta cando moi xa está pode ten ata entre sen mesmo fóra"
    ),
    "ru": (
        "и в не на что с по как это из для или от к но а он так же все был только если его при до у может я "
        "за бы будет мы то вы они ее также можно нет быть этот она под более когда чтобы после"
    ),
    "uk": (
        "і в не на що з до як це та для або від але він так був якщо його при у може я за би буде ми то ви "
        "вони її також можна немає бути цей вона під більше коли щоб після й із є ще лише через має"
    ),
    "be": (
        "і ў не на што з да як гэта для або ад але ён так быў калі яго пры у можа я за бы будзе мы то вы яны "
        "яе таксама можна няма быць гэты яна пад больш каб пасля й ёсць яшчэ толькі праз"
    ),
    "bg": (
        "и в не на че с по как това от за или до но той така беше ако го при у може аз би ще ние те тя се да "
        "е са също няма този под повече когато след си като има само през бъде"
    ),
    "sr": (
        "и у не на да је се за су који од с као а што није или из по до би о ће то све само која које ако "
        "како бити био може али већ те више након између пре сам има овај ова ово без када"
    ),
    "mk": (
        "и во не на дека е се за кои од со како а што или по до би ќе тоа сите само која кој ако да беше може "
        "но веќе повеќе меѓу пред има овој оваа ова без кога ги го му"
    ),
    "kk": "және бұл бір мен да үшін деп ол бар емес осы болып оның туралы немесе",
}
"""By ISO 639-1 code, words with spaces between."""

LETTERS: dict[str, str] = {
    "de": "äöüß",
    "fr": "éèàêçùôîûœë",
    "es": "áéíóúñü",
    "pt": "ãõáéíóúçâêôà",
    "it": "àèéìòù",
    "nl": "ëéï",
    "sv": "åäö",
    "da": "åæø",
    "no": "åæø",
    "fi": "äö",
    "et": "äõöü",
    "hu": "áéíóöőúüű",
    "pl": "ąćęłńóśźż",
    "cs": "áčďéěíňóřšťúůýž",
    "sk": "áäčďéíĺľňóôŕšťúýž",
    "sl": "čšž",
    "hr": "čćđšž",
    "ro": "ăâîșțşţ",
    "tr": "çğıöşü",
    "lt": "ąčęėįšųūž",
    "lv": "āčēģīķļņšūž",
    "ca": "àçèéíïòóúü",
    "sq": "çë",
    "vi": "ăâđêôơưáàảãạấầẩẫậắằẳẵặéèẻẽẹếềểễệíìỉĩịóòỏõọốồổỗộớờởỡợúùủũụứừửữựýỳỷỹỵ",
    "eo": "ĉĝĥĵŝŭ",
    "ga": "áéíóú",
    "is": "áðéíóúýþæö",
    "gl": "áéíóúñ",
    "cy": "âêîôûŵŷ",
    "ru": "ыэё",
    "uk": "іїєґ",
    "be": "іўыэё",
    "bg": "ъ",
    "sr": "јљњћђџ",
    "mk": "јљњѓќѕџ",
    "kk": "әғқңөұүһі",
}
"""Letters beyond ASCII, or of Cyrillic beyond those that all its languages share."""
