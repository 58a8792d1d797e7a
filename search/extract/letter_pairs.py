"""Which letters stand beside letters beyond ASCII in languages of the Latin script: what makes a short text readable.

Counted in translations of free software, with those of frequent words and names. A hyphen is the edge of a word.
"""

PAIRS: dict[str, str] = {
    "fr": (
        "-à -â -ç -é -ê -î -œ aç aë aî aï bâ bé bê câ cè cé cô cœ dè dé dû eç fè fé fê gâ gé hâ hè hé hô iè ié jà "
        "jé là lè lé lê lô mè mé mê mû nç nè né nê nî oé oë oî oï où oû pâ pè pé pô rç rè ré rê rô sè sé sû sœ tè "
        "té tê tô ué uê uë vé yé zè à- âb âg ân ât ça ço çu èc èd èg èl èm èn èq èr ès èt èv èz é- éa éb éc éd ée "
        "éf ég éi éj él ém én éo ép éq ér és ét éu év éz éâ éç éé êm êt ë- ël îl îm în ît ïc ïf ïs ït ôl ôm ôp ôt "
        "ù- û- ûr ût œu"
    ),
    "de": (
        "-ä -ö -ü aß bä bö bü dü eß eä fé fü gä gö gü hä hö hü iß jä jö jü kä kö kü lä lö lü mä mö mü nä né nö nü "
        "oß rä rö rü sä sö sü tä tü uß vö wä wö wü zä zü ß- ße ßt ßw äc äd äf äg äh äl äm än äp är äs ät äu é- öc "
        "öd öf ög öh öl ön ör ös öt öw öß üb üc üd üf üg üh ül ün üp ür üs üt üß"
    ),
    "es": (
        "-á -é -í -ó -ú aé aí añ aú bá bé bí bú cá cé cí có dé dí dó dú eñ eó fá fé fí gó gú gü hí hú iá ié iñ ió "
        "lá lé lí ló má mé mí mó mú ná né nó nú oé oí oñ pá pé pú rá ré rí ró rú sá sé sí só sú tá té tí tó tú uá "
        "ué uí uñ vá vé ví yá yú zá zó á- áb ác ád ág ái ál án áp ár ás át áv áx áz áñ é- éb éc éd él én ép ér és "
        "ét éx í- ía íb íc íd íe íf íg ím ín ío ír ís ít íx íz íñ ña ñe ñi ño ñá ñí ó- ód ól óm ón óp ór ós óu óñ "
        "ú- úa úb úg úl úm ún úr ús út úñ üe üi üí"
    ),
    "pt": (
        "-º -à -á -â -ç -é -í -ó -ô -ú aç aí aú bá bé bê bú câ cã cé cê dã dé dê dí dô eç eú fá fã fé fí gã há hã "
        "hí hõ hú iá iâ iã iç iõ iú já jú lá lé lê lí lú má mã mé mê mí mó mô mõ mú ná nã nç né nê ní nó nú oã oç "
        "pá pã pç pí pó pô pú rá rã rç ré rê rí ró sá sã sé sí só sõ sú tá tâ tã té tê tí tó tô uá uç uê uí vá vã "
        "vé vê ví vó vô zé zõ º- à- às á- áb ác ág ál ár ás át áu áv áx âm ân ã- ãe ão ça ço çã çõ çú é- éi él ém "
        "én éo ép ér és ét év ê- êe êm ên ês í- íc íd íf íg íl ín ír ís ít ív íz ó- ób ón ór ós ót óv ô- ôn ôr ôs "
        "õe ú- úb úc úd új úl úm ún úr ús út"
    ),
    "it": (
        "-è bè bù dì dò fè gù hé ià iò iù là lì lò lù mì né nì nò nù oà oè pà pì rà ré rì rò rù sè sé sì sù tà tè "
        "tì tò tù uè uò vì vò zé à- è- é- ì- ò- ù-"
    ),
    "sv": (
        "-ä -å -ö bä bå bö dä då dé dö eå fä få fö gä gå gö hä hå hö iä jä jö kä kå kö lä lå lö mä må mö nä nå nö "
        "pä på pö rä rå rö sä så sö tä tå tö vä vå yö ä- äf äg äh äi äj äk äl äm än äp är äs ät äv äx äy ää å- åg "
        "åk ål ån år ås åt én ö- öb öc öd öf öh öi ök öl öm ön öp ör ös öt öv öy"
    ),
    "da": (
        "-å -æ -é -ø bå bæ bø dø få fæ fø gå gæ gø hå hæ hø jå jæ jø kæ kø lå læ lø må mæ mø nå næ nø på pø rå ræ "
        "rø så sæ sø tå tæ tø vå væ vé å- åb åd åe åg åk ål ån år ås åt åv åå æ- æb æf æg æk æl æn ær æs æt æv én "
        "ér ø- øb ød øe øg øj øk øl øm øn ør øs øv øy"
    ),
    "is": (
        "-á -æ -í -ó -ö -ú -ý -þ aí að bá bæ bí bó bú dæ dó eð fá fæ fð fö fþ gæ gí gö gú há hæ hé hó hö hú ið já "
        "jó jö jú ká kí kó lá læ lé lí ló lú lý má mí mó mö næ ní nó nú ný oð pæ pó rá ré rí rð rö rú sé sí só sö "
        "sý tá tæ tí tó tö tú uð væ ví vö yð á- áa ád áf ág ák ál án ár ás át áð æg æm æn ær æt æð é- én ér ét í- "
        "ía ík íl ím ín ír ís ít íu íð ð- ða ðb ðd ðe ðf ðg ði ðk ðm ðn ðr ðs ðu ód óg ók ól óm ón óp ór ós ót óv "
        "óð óþ ö- öf ög ök öl ön öp ör ös öð ú- úa úg úl úm ún úr ús út ýj ýn ýs ýt þa þe þi þj þr þv þy þá þé þí "
        "þú"
    ),
    "nl": (
        "-é aë aï cè eë eï eü fé hè iè ië ké lè né oë oï oö pè rè ré uê uï vé vó è- èl èm èn èr é- én éé êt ë- ëe "
        "ëf ëi ël ën ër ëv ïd ïe ïn ïs ór óó öl öp ör ün üp"
    ),
    "ca": (
        "-à -ç -è -é -í -ò -ó -ú aç aï bà bé cè dè dí dó dú eà eç eï fà gü ià iç iè ió jú l· là lè lé lí lò ló mà "
        "mè mé mí mò mó mú nç nè nú pà pç pú rà rç rè ré rí rò sí só tà té tí tò tó uè uí uï và xí xò ·l à- àb àc "
        "àf àg àl àm àn àq àr às àt àx ç- ça çà çó è- èd èg èn èp èr ès èt èx é- és í- íc íg íl ín ís ïm ïn ïs ït "
        "ïu ò- òn òp òr òs ó- ón óp ós ú- úb úl úm ún úr ús út üe üí"
    ),
    "et": (
        "-õ -ü aõ dž hü jä kä kõ kü lä lõ lü mä mõ nä nõ pä põ pü rä sõ sü tä tõ tö tü vä võ äd äe äh äi äl äm än "
        "äo är äs ät ää õe õh õi õl õn õp õr õs õt õu ö- öt öö üb üd üg üh ük ül üm üp ür üs üü ža"
    ),
    "pl": (
        "-ć -ł -ś -ź -ż ać ał ań aś aź aż bą bę bł có cł dó dą dł dź dż eć eł eń eś eż gó gą gł ió ią ić ię ił iń "
        "iś iż jó ją ję jś kó ką kł lą lę lż mó mą mę mż nó ną nę oć oł oń oś oź oż pó ró rą rę só są sę sł tó tą "
        "tę uł uń uź uż wó wą wę wł yć ył yś yż zą zę zł ób óc ód óg ój ól ór ót ów óz ół óż ą- ąb ąc ąd ąg ąk ąs "
        "ąt ąz ąć ąż ć- ćb ćm ćw ę- ęb ęc ęd ęg ęk ęp ęs ęt ęć ęś ęż ł- ła łe łg łk łn ło łt łu ły łz łó łą łę ń- "
        "ńc ńs ś- śc śl śn św ść śń ź- źd źl źm źn źr źw ż- ża żb żd że żk żn żs żu ży żó żą"
    ),
    "cs": (
        "-ú -č -ř -š -ž ač aš až bá bí bý bě bř bš cí ců dá dé dí dě dř dš dů dž eč eš ež gů ič iš iž jí ká ké kó "
        "ků lá lé lí lč lš lů má mé mí mě mů ná né ní ný ně nš nů oč oň oř oš ož pá pí pě př pů rá ré rý rč rš rž "
        "sá sí tá té tí tý tě tř tš tů uá uč uď uš už vá vé ví vý vě vř vš yú yš yž zá zí zš á- ác ád áh ák ál ám "
        "án ár ás át áv áz ář áš é- éh él ém én és ét í- íc íd íh íj ík íl ím ín íp ís ít ív íč íž ód úd ún úp ús "
        "út úč ý- ýb ýc ýd ým ýs ýt ýš č- ča če či čk čn čt ču čv čá čí ď- ďu ě- ěj ěk ěl ěn ěr ěs ět ěz ěř ěš ň- "
        "ř- řa ře ři řo ří řů š- ša še ši šk šl šn šo šp šs št ší ů- ůl ům ův ůž ž- ža žd že ži žk žn žt žá ží žď"
    ),
    "sk": (
        "-á -ú -č -ď -ľ -š -ž ač aľ aš ať až bá bč cť dá dí dô dú dč dľ dň dš dž eč eľ eň eš eť ež gá hý hľ iá ií "
        "ió ič iš iť iž jú ká ké kó kú ký kľ lá lé lí ló lú lč lš má mé mô ná né ní nó nú ný nš oč oľ oň oš ož pá "
        "pä pí rá ré rí rý rč sí sú sť tá té tí tó tú tý uá uď uš už vá vä vé vú vý vč vš yš yť yž zá zí zš zť á- "
        "ác áj ák ál ám án ár ás át áv áz áš äč äť é- éh ém én í- íc íd ík íl ím ín íp ír ís ít ív íz íš ód ón ór "
        "ôc ôl ôv ôž ú- úb úc úd ún úp ús út úv úč úť ý- ýb ýc ým ýp ýs ýž č- ča če či čk čn čo čt ču čí čš ď- ďa "
        "ľ- ľa ľk ľn ľo ľs ľu ľú ľš ň- ňo š- ša še ši šk šl šn šo šp šs št šu ší šš ť- ťa ž- ža žd že ži žk žn žt "
        "žu ží žš"
    ),
    "hu": (
        "-á -é -í -ó -ö -ú -ü -ű bá bó bö bő cí dá dé dó dö dő eá eí fá fé fü gá gé há hé hó hö hú iá ió iü já jé "
        "jö jú jü ká ké kí kó kö kü lá lé lí ló lö lú lü lő má mé mó mú mű ná né ní nő pá pé pí rá ré rí ró rö rü "
        "rő rű sá sé sí só sú sü ső tá té tí tó tö tú tü tő tű uá vá vé ví yí zá zé zí zó zö zú zü ző zű á- áa áb "
        "ác áf ág áh áj ák ál ám án áp ár ás át áv áz é- éb éd ég éh ék él ém én ép ér és ét év éz éé ím ín íp ír "
        "ít ív ó- ób ód óh ói ój ók ól ón ór ós ót óv óó öb ög ök öl öm ön ör ös öt öv öz ú- úg új úl ún út úz üg "
        "ük ül ür üt üz ő- őb őd őe őh őj ők ől őn őp őr ős őt őv őz ű- űk űr űv"
    ),
    "ro": (
        "-î -ş aţ bă câ că cţ dă eş eţ fâ fă gă iş iţ lă mâ mă nă nţ oţ pâ pă pţ ră rş sâ să tâ tă uă uţ vă ză âm "
        "ân âr ât în ă- ăc ăm ăp ăr ăs ăt ău şa şi şt ţi"
    ),
    "hr": (
        "-ć -č -đ -š -ž ač ađ aš až bš dž eć eč eđ eš ež ić ič iš iž jč jš lš nđ nš oć oč ođ oš ož rđ rš rž uć uč "
        "uđ uš už vč vš ć- ća će ći ćo ću č- ča če či čk čl čn čo čr ču đa đe đi đo đu š- ša še ši šk šl šm šn šo "
        "šp št šu šć šč šš ž- ža žd že ži žk žn žu"
    ),
    "sq": ("-ç -ë bë dë gë hë jë kë lë më në pë që rë së të zë ë- ëd ëf ëk ëm ën ër ës ët ëz"),
    "tr": (
        "-ç -ö -ü -ş -ə aç ağ aş bö bü bı bə cü cı cə dö dü dı də eç eğ eş fı fə gö gü gə hı hə iç iğ iş kç kü kı "
        "kə lü lı lə mö mü mı mə nö nü nı nə oç oğ oş pı pə qı qə rü rğ rı rş rə sü sı sə tç tü tı tə uç uğ uş və "
        "xə yö yü yı yə zı zə ç- ça çe çi çl çm ço çt çü çı çə öl ön ör ös öv öy öğ ü- ük ül üm ün ür üs üt üv üy "
        "üz üç üğ üş ğe ği ğl ğm ğr ğu ğı ı- ıc ıd ıf ık ıl ım ın ıq ır ıs ıt ıy ız ığ ış ş- şa şd şe şi şk şl şm "
        "şt şu şı şə ə- əb əc əd əf əg əh ək əl əm ən əq ər əs ət əv əy əz əç əş"
    ),
    "lt": (
        "-ą -č -ė -į -š -ū -ž ač aš až bė bū bų dą dė dį dų dž eč eš ež gą gė gę gų ią ič iš iū ių ją ję jį jū jų "
        "ką kė kę kš kū kų lė lę lį lū lų mą mė mę mū mų ną nč nė nę nį nų oč pė pį pų rą rė rę rį rš rū rų rž są "
        "sė sį sų tą tė tę tį tū tų uč uš už vė yč yš zė ą- ąj ąn ąr ąs ąž či ė- ėd ėj ėk ėl ėm ėn ėp ėr ės ėt ėv "
        "ėž ę- ęs į- įd įm įr įs įv įž š- ša še ši šk šm šn šo šs št šu šv šy šą šč šį ū- ūd ūk ūn ūr ūs ūt ų- ųj "
        "ųs ž- ža žd že ži žk žm žn žo žs žt žu žy žą žė"
    ),
    "lv": (
        "-ā -č -ē -ģ -ī -ķ -ļ -ņ -š -ū -ž aļ aņ aš až bā bē bī bū cā cē cī dā dē dī dņ dž eģ eļ eš ež gā gļ gš iņ "
        "iš jā jē jū kā kļ kš lā lē lī lū mā mē mī nā nē nī nū oļ oņ oš pā pē rā rē rī rš rū sā sē sī sū tā tē tī "
        "tļ tū uģ uš vā vē vī zā zē zī ā- āa āb āc ād āi āj āk āl ām ān āp ār ās āt āv āz āļ āņ ča če čū ē- ēc ēd "
        "ēg ēj ēk ēl ēm ēn ēp ēr ēs ēt ēv ēģ ēļ ēņ ēš ģe ģi ī- īb īc īd īg īj īk īl īm īn īp īr īs īt īv īz īš ķi "
        "ķē ķī ļ- ļa ļi ļo ļu ļš ļū ņa ņe ņi ņo ņu ņš š- ša šd ši šm šo šr šs šu šā šē šī šķ ūd ūg ūk ūl ūm ūn ūr "
        "ūs ūt ža ži žo žš"
    ),
    "eo": (
        "-µ -ĉ -ĝ -ĵ -ŝ aĝ aĵ aŝ aŭ dĵ eŝ iĝ iŝ lĝ lŝ nĝ oĉ oŝ µ- µµ ĉa ĉe ĉi ĉu ĝa ĝi ĝn ĝo ĝu ĥa ĵa ĵe ĵo ŝa ŝi "
        "ŝl ŝn ŝo ŝt ŝu ŭ- ŭe ŭg ŭi ŭr ŭt"
    ),
}
"""By ISO 639-1 code of one language; those beside it in `search.extract.alphabets` are counted in."""
