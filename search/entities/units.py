"""Units of measure as texts write them, and the symbol that stands for each in a normal form."""

import re

_SPELLINGS = {
    "km": "kilometre kilometer km",
    "m": "metre meter",
    "cm": "centimetre centimeter cm",
    "mm": "millimetre millimeter mm",
    "mi": "mile",
    "ft": "foot feet ft",
    "in": "inch inches",
    "yd": "yard",
    "acre": "acre",
    "ha": "hectare",
    "t": "tonne",
    "ton": "ton",
    "kg": "kilogram kilogramme kilo kg",
    "g": "gram gramme",
    "lb": "lb",
    "oz": "ounce oz",
    "bbl": "barrel",
    "bpd": "bpd",
    "gal": "gallon",
    "l": "litre liter",
    "deg": "degree",
    "degC": "°C",
    "degF": "°F",
    "mph": "mph",
    "km/h": "km/h kph",
    "kn": "knot",
    "MW": "megawatt MW",
    "GW": "gigawatt GW",
    "kW": "kilowatt kW",
    "MWh": "MWh",
    "GWh": "GWh",
    "TWh": "TWh",
    "kWh": "kWh",
    "KB": "kilobyte KB",
    "MB": "megabyte MB",
    "GB": "gigabyte GB",
    "TB": "terabyte TB",
    "mi2": "square_mile",
    "ft2": "square_foot square_feet",
    "km2": "square_kilometre square_kilometer",
    "m2": "square_metre square_meter",
}
SYMBOLS = {
    spelling.replace("_", " "): symbol for symbol, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
"""Spelling in the singular to symbol."""

UNIT = (
    "(?:"
    + "|".join(
        (re.escape(spelling) + "s?" if spelling.islower() else re.escape(spelling)).replace(r"\ ", r"\s")
        for spelling in sorted(SYMBOLS, key=len, reverse=True)
    )
    + ")"
)
"""A pattern of every spelling, singular and plural."""
