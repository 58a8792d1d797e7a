"""How texts write currencies, and their ISO 4217 codes.

A word that several countries use without saying which ("francs", "pesos") stands for itself, in the singular.
"""

SIGNS = {
    "$": "USD",
    "€": "EUR",
    "£": "GBP",
    "¥": "JPY",
    "₹": "INR",
    "₩": "KRW",
    "₽": "RUB",
    "₺": "TRY",
    "₴": "UAH",
    "₦": "NGN",
    "₱": "PHP",
    "₫": "VND",
    "₪": "ILS",
}

DOLLAR_PREFIXES = {
    "US": "USD",
    "U.S.": "USD",
    "A": "AUD",
    "AU": "AUD",
    "C": "CAD",
    "CA": "CAD",
    "HK": "HKD",
    "NZ": "NZD",
    "S": "SGD",
    "NT": "TWD",
    "N": "NAD",
    "R": "BRL",
    "MX": "MXN",
}
"""What may stand right before a dollar sign."""

_MAJOR = "USD EUR GBP JPY CNY INR CHF CAD AUD NZD HKD SGD SEK NOK DKK PLN CZK HUF RUB TRY BRL MXN ZAR KRW"
_OTHER = "TWD THB IDR MYR PHP ILS AED SAR QAR KWD EGP NGN KES GHS PKR BDT VND UAH"
CODES = (*_MAJOR.split(), *_OTHER.split())
SHORT_FORMS = {
    "Rs": "INR",
    "RMB": "CNY",
    "Dh": "AED",
    "Dhs": "AED",
    "SR": "SAR",
    "QR": "QAR",
    "KD": "KWD",
    "RM": "MYR",
    "KSh": "KES",
}

WORDS = {
    "dollar": "USD",
    "euro": "EUR",
    "pound": "GBP",
    "pound sterling": "GBP",
    "yen": "JPY",
    "yuan": "CNY",
    "renminbi": "CNY",
    "rupee": "INR",
    "ruble": "RUB",
    "rouble": "RUB",
    "baht": "THB",
    "ringgit": "MYR",
    "rand": "ZAR",
    "won": "KRW",
    "zloty": "PLN",
    "hryvnia": "UAH",
    "naira": "NGN",
    "shekel": "ILS",
    "real": "BRL",
    "reais": "BRL",
    "dirham": "AED",
    "riyal": "SAR",
    "franc": "franc",
    "mark": "mark",
    "peso": "peso",
    "dinar": "dinar",
    "cent": "cent",
    "crown": "crown",
    "krona": "SEK",
    "kronor": "SEK",
    "krone": "krone",
    "kroner": "krone",
    "lira": "TRY",
    "shilling": "shilling",
}
"""Singular, in lower case. A bare pound or dollar is taken for the best known."""

OTHER_MEANINGS = frozenset({"won", "real", "mark", "crown"})
"""Words of `WORDS` that follow a small number more often as something else ("two won", "three real friends")."""

COUNTRIES = {
    ("us", "dollar"): "USD",
    ("american", "dollar"): "USD",
    ("australian", "dollar"): "AUD",
    ("canadian", "dollar"): "CAD",
    ("hong kong", "dollar"): "HKD",
    ("singapore", "dollar"): "SGD",
    ("new zealand", "dollar"): "NZD",
    ("namibian", "dollar"): "NAD",
    ("swiss", "franc"): "CHF",
    ("british", "pound"): "GBP",
    ("egyptian", "pound"): "EGP",
    ("japanese", "yen"): "JPY",
    ("chinese", "yuan"): "CNY",
    ("indian", "rupee"): "INR",
    ("pakistani", "rupee"): "PKR",
    ("russian", "ruble"): "RUB",
    ("mexican", "peso"): "MXN",
    ("philippine", "peso"): "PHP",
    ("kuwaiti", "dinar"): "KWD",
    ("swedish", "krona"): "SEK",
    ("norwegian", "krone"): "NOK",
    ("danish", "krone"): "DKK",
    ("turkish", "lira"): "TRY",
    ("kenyan", "shilling"): "KES",
}
"""A country in lower case and the currency word after it."""
