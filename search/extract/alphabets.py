"""The letters of languages that were written in legacy encodings, the most frequent first, and those encodings.

For the Latin script only letters beyond ASCII are listed. Orders were counted in translations of free software.
"""

from typing import NamedTuple


class Alphabet(NamedTuple):
    """`letters` of some languages, and the `encodings` of them, the likelier ones first.

    `share`: how many of a hundred letters in a text are among `letters`; None for another script than the Latin.
    `language`: the one of them under which `search.extract.letter_pairs` has their pairs, if it has.
    """

    letters: str
    encodings: tuple[str, ...]
    share: float | None = None
    language: str | None = None


_WESTERN = ("cp1252", "iso8859-15", "mac-roman", "cp850", "cp437")
_NORDIC = (*_WESTERN, "cp865", "mac-iceland", "cp861")
_CENTRAL = ("cp1250", "iso8859-2", "cp852", "mac-latin2")
_SOUTHERN = (*_CENTRAL, "mac-croatian")
_ROMANIAN = ("cp1250", "iso8859-2", "iso8859-16", "cp852", "mac-romanian")
_TURKISH = ("cp1254", "iso8859-9", "cp857", "mac-turkish")
_BALTIC = ("cp1257", "iso8859-13", "iso8859-4", "cp775")
_GREEK = ("cp1253", "iso8859-7", "cp737", "mac-greek", "cp869")
_CYRILLIC = ("cp1251", "koi8-r", "cp866", "iso8859-5", "mac-cyrillic", "koi8-u", "cp1125")
_BALKAN = ("cp1251", "iso8859-5", "cp855", "mac-cyrillic")
_HEBREW = ("cp1255", "iso8859-8", "cp862")
_ARABIC = ("cp1256", "iso8859-6", "cp720")
_THAI = ("cp874",)
_VIETNAMESE = ("cp1258",)

ALPHABETS: tuple[Alphabet, ...] = (
    Alphabet("éàèêôçîùâûœëï", (*_WESTERN, "cp863"), 3.5, "fr"),
    Alphabet("üäößéàè", _WESTERN, 2, "de"),
    Alphabet("óáíéúñü¿¡", _WESTERN, 2.5, "es"),
    Alphabet("ãçáíéóõúêàâôü", (*_WESTERN, "cp860"), 4, "pt"),
    Alphabet("èàùòéìî", _WESTERN, 1, "it"),
    Alphabet("äåöé", _NORDIC, 5, "sv"),
    Alphabet("æøåé", _NORDIC, 3.5, "da"),
    Alphabet("ðáíóæþöúýé", _NORDIC, 12, "is"),
    Alphabet("éïëóöè", _WESTERN, 0.4, "nl"),
    Alphabet("óàéèíòçúïü·", _WESTERN, 3, "ca"),
    Alphabet("äõüöžš", (*_BALTIC, "cp1252", "iso8859-15"), 5, "et"),
    Alphabet("łężąśóćńź", (*_CENTRAL, "iso8859-13", "cp1257"), 7, "pl"),
    Alphabet("íáěžřéčýšůúňťóď", _CENTRAL, 13, "cs"),
    Alphabet("áíčýťúéžšľôóäňĺďŕ", _CENTRAL, 13, "sk"),
    Alphabet("áéóíöőüúű", _CENTRAL, 12, "hu"),
    Alphabet("ăţîşâțș", _ROMANIAN, 7, "ro"),
    Alphabet("čšćžđ", _SOUTHERN, 3, "hr"),
    Alphabet("ëç", (*_WESTERN, "cp1250"), 8, "sq"),
    Alphabet("ışçüğöİâî", _TURKISH, 12, "tr"),
    Alphabet("šėųįąžčūę", _BALTIC, 8, "lt"),
    Alphabet("āēīšņūļžķģč", _BALTIC, 11, "lv"),
    Alphabet("ĝĉŝŭĵĥ", ("iso8859-3",), 4, "eo"),
    Alphabet("αοετινσρημπυκςίλδγήέόάχωθύφβώξζψϊϋΐΰ", _GREEK),
    Alphabet("оеаинтсрвлкдпмуьяызбйгчжюхшцфщэёъ", _CYRILLIC),
    Alphabet("оаниевтріксдлпумязбчйьгжєцфюхшїщґ", _CYRILLIC),
    Alphabet("аныреклдівтпсяцмозуьўэчгбйшхфюжё", _CYRILLIC),
    Alphabet("аеноитрвсдпзклмъябучжгйфцщшхюь", ("cp1251", "iso8859-5", "cp866", "mac-cyrillic", "cp855")),
    Alphabet("аеионртсукдпвмзјлбгњчшцљжћхфђџ", _BALKAN),
    Alphabet("аеотинрдвкспмлзујбчгњжцшфќѓљџѕ", _BALKAN),
    Alphabet("יותהלמרשבאנדקעפםחכגסןטצזךץף", _HEBREW),
    Alphabet("الميترونةدعفسبحقكهأجخصطإذشزىضغثئّءُظًؤِآ", _ARABIC),
    Alphabet("اینردهتومبشسکخلپزفگعصجقطحظچغآضذث", ("cp1256",)),
    Alphabet("า่อรมก้นเงดัลียตบวสแไิทขหคปจพะืใชูำ์ุถ็ฟโณผซึธศฐภญษ", _THAI),
    Alphabet("đưàáôêăơ\u0301\u0300\u0309\u0323\u0303âéíóúèù", _VIETNAMESE, 25),
)

_HANZI = (
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去"
    "法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点"
    "正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教"
    "儿原东声提立及比员解水名真论处走义各入几口认条平系气题活尔更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件计管期市直"
    "德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求据程北边死张该"
    "交规万取拉格望觉术领共确传师观清今切院让识候带导争运版序存输户项值选默文件标置"
)
_HANZI_TRADITIONAL = (
    "的一是不了在人有我他這個們中來上大為和國地到以說時要就出會可也你對生能而子那得於著下自之年過發後作裡用道行所然家種事成方多經麼去"
    "法學如都同現當沒動面起看定天分還進好小部其些主樣理心她本前開但因只從想實日軍者意無力它與長把機十民第公此已工使情明性知全三又關點"
    "正業外將兩高間由問很最重並物手應戰向頭文體政美相見被利什二等產或新己制身果加西斯月話合回特代內信表化老給世位次度門任常先海通教"
    "兒原東聲提立及比員解水名真論處走義各入幾口認條平系氣題活爾更別打女變四神總何電數安少報才結反受目太量再感建務做接必場件計管期市直"
    "德資命山金指克許統區保至隊形社便空決治展馬科司五基眼書非則聽白卻界達光放強即像難且權思王象完設式色路記南品住告類求據程北邊死張該"
    "交規萬取拉格望覺術領共確傳師觀清今切院讓識候帶導爭運檔案字串輸選項值標您請錯誤預執將使"
)
_KANA = (
    "のーますをしでンにはるトルいがイたスてれせんックなさフシリとプりきデタドラァョかレあジこバィらロアテオコグセパサブくみキメムエマよケだもポっェウュダべモビャえュチユザソビナペ"
    "つめうおけちやゆわぎぐげござじずぜぞづどばびぶべぼぱぴぷぺぽょゅゃろねぬへほむそニネノハヒヘホミヤヨワヲガギゲゴズゼゾツデヅボピベ"
)
_KANJI = (
    "定用合数指字場文出表示名要設効時一値対成作実中必可最式内動書前除不更能関終込失在生有正存取再引間子読新敗了同号上形削告型置後番以"
    "警鍵大的全開認現報化方期性切明照付発理含見換目外証準接続制先法下配選得標位信検択解長参分部複義保視持加算返自空始記致所受問意通追"
    "確代人日本国年会社月者事東京議員学市今私行言気手何思来円高政回地民業県相話体小田新聞昨予案審発都"
)
_HANGUL = (
    "다니이을지에하는를로수습시합가의정자용일스서사없기은할리트인한않음있션으오어대터면만문해력위입제그상나보고드모치경아전행출실도바명함되표"
    "과설요부데형크버업거식동소여변세적들번패성환된령비중구키개야라열호와내원블우료또장태했때미반분조단추항마테주못유복더현안체당화간무최연각"
    "러임었른것줄진결참커생든게신같래공준저너방럼접확예색두링끝법알백림건따초역쓰널운져램쓸찾발새병통영순집근관배까별될후심맞외존받길폴청쪽약"
    "서울는어제산예의회심월년국민대통령정부기자"
)

CHARACTERS: tuple[Alphabet, ...] = (
    Alphabet(_HANZI, ("gb18030",)),
    Alphabet(_HANZI_TRADITIONAL, ("big5hkscs", "cp950")),
    Alphabet(_KANA + _KANJI, ("cp932", "euc_jp")),
    Alphabet(_HANGUL, ("cp949", "johab")),
)
"""The same for encodings of several bytes a character: the most frequent characters of these languages."""

KANA = frozenset(_KANA)
EAST_ASIAN = frozenset(
    _HANZI + _HANZI_TRADITIONAL + _KANA + _KANJI + _HANGUL + "，。、：；？！（）「」『』《》・ー〜　"
)

RARITY: dict[str, float] = {
    **dict.fromkeys(["cp1252"], 0.0),
    **dict.fromkeys(["iso8859-15"], 1.5),
    **dict.fromkeys(["cp1250", "cp1251", "cp1253", "cp1255", "cp1256", "cp874", "cp932", "gb18030"], 2.0),
    **dict.fromkeys(["cp1254", "big5hkscs", "cp949"], 2.3),
    **dict.fromkeys(["cp1257", "iso8859-2", "cp850", "cp866", "koi8-r", "euc_jp", "cp950"], 2.6),
    **dict.fromkeys(["cp437", "mac-roman", "iso8859-7", "iso8859-8", "koi8-u"], 2.9),
    **dict.fromkeys(["cp1258", "cp737", "cp852", "cp862", "iso8859-5", "iso8859-6", "iso8859-9"], 3.2),
    **dict.fromkeys(["cp720", "cp857", "iso8859-13"], 3.8),
    **dict.fromkeys(["cp775", "cp855", "cp860", "cp861", "cp863", "cp865", "cp869", "cp1125"], 4.4),
    **dict.fromkeys(["iso8859-4", "iso8859-16", "johab", "mac-cyrillic", "mac-latin2"], 4.4),
    **dict.fromkeys(["iso8859-3", "mac-croatian", "mac-greek", "mac-iceland", "mac-romanian", "mac-turkish"], 5.6),
}
"""How rarely files are in an encoding: the logarithm of how much rarer than in that of Western Windows."""
