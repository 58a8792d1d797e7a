"""Units of measure as texts write them, and the symbol that stands for each in a normal form.

Left out are symbols that are more often something else after a number: m (million), t, in, l, W, V, A, K.
"""

from search.entities.values.patterns import any_of

_SPELLINGS = {
    "km": "kilometre kilometer km kms",
    "m": "metre meter",
    "cm": "centimetre centimeter cm",
    "mm": "millimetre millimeter mm",
    "um": "micrometre micrometer micron µm μm",
    "nanometre": "nanometre nanometer",
    "mi": "mile mi",
    "nmi": "nautical_mile",
    "ft": "foot feet ft",
    "in": "inch inches",
    "yd": "yard yd yds",
    "ly": "light_year",
    "acre": "acre",
    "ha": "hectare ha",
    "t": "tonne metric_ton",
    "ton": "ton",
    "kg": "kilogram kilogramme kilo kg kgs",
    "g": "gram gramme",
    "mg": "milligram milligramme mg",
    "ug": "microgram µg μg mcg",
    "lb": "lb lbs",
    "oz": "ounce oz",
    "carat": "carat",
    "bbl": "barrel bbl",
    "bpd": "bpd",
    "gal": "gallon gal",
    "pint": "pint",
    "bushel": "bushel",
    "l": "litre liter",
    "ml": "millilitre milliliter ml mL",
    "cl": "centilitre centiliter cl",
    "deg": "degree",
    "degC": "°C ℃ degree_Celsius degrees_Celsius degree_C degrees_C degrees_centigrade",
    "degF": "°F ℉ degree_Fahrenheit degrees_Fahrenheit degree_F degrees_F",
    "kelvin": "kelvin",
    "mph": "mph miles_per_hour miles_an_hour mile_per_hour",
    "km/h": "km/h kph kmh kilometres_per_hour kilometers_per_hour km_per_hour kilometres_an_hour kilometers_an_hour",
    "m/s": "m/s metres_per_second meters_per_second metres_a_second meters_a_second",
    "km/s": "km/s kilometres_per_second kilometers_per_second",
    "kn": "knot",
    "watt": "watt",
    "kW": "kilowatt kW",
    "MW": "megawatt MW",
    "GW": "gigawatt GW",
    "TW": "terawatt TW",
    "kWh": "kilowatt_hour kWh",
    "MWh": "megawatt_hour MWh",
    "GWh": "gigawatt_hour GWh",
    "TWh": "terawatt_hour TWh",
    "hp": "horsepower hp",
    "joule": "joule",
    "kJ": "kilojoule kJ",
    "MJ": "megajoule MJ",
    "kcal": "kilocalorie kcal",
    "calorie": "calorie",
    "volt": "volt",
    "kV": "kilovolt kV",
    "mAh": "mAh",
    "Hz": "hertz Hz",
    "kHz": "kilohertz kHz",
    "MHz": "megahertz MHz",
    "GHz": "gigahertz GHz",
    "dB": "decibel dB",
    "hPa": "hectopascal hPa millibar mbar",
    "kPa": "kilopascal kPa",
    "MPa": "megapascal MPa",
    "psi": "psi",
    "byte": "byte",
    "KB": "kilobyte KB kB",
    "MB": "megabyte MB",
    "GB": "gigabyte GB",
    "TB": "terabyte TB",
    "PB": "petabyte PB",
    "MiB": "MiB",
    "GiB": "GiB",
    "Mbit/s": "Mbps Mbit/s",
    "Gbit/s": "Gbps Gbit/s",
    "ppm": "ppm",
    "mi2": "square_mile sq_mi sq._mi",
    "ft2": "square_foot square_feet sq_ft sq._ft ft² ft2",
    "yd2": "square_yard",
    "km2": "square_kilometre square_kilometer square_km sq_km sq._km km² km2",
    "m2": "square_metre square_meter sq_m sq._m m² m2",
    "m3": "cubic_metre cubic_meter m³ m3",
    "km3": "cubic_kilometre cubic_kilometer km³",
    "ft3": "cubic_foot cubic_feet",
}
SYMBOLS = {
    spelling.replace("_", " "): symbol for symbol, spellings in _SPELLINGS.items() for spelling in spellings.split()
}
"""Spelling in the singular to symbol; words are parted by a space, also where the text has a hyphen."""


UNIT = any_of(SYMBOLS, plural=True)
"""A pattern of every spelling, singular and plural."""


def symbol_of(spelling: str) -> str | None:
    """The symbol of a unit as a text writes it, singular or plural."""
    words = " ".join(spelling.replace("-", " ").split())
    return SYMBOLS.get(words) or SYMBOLS.get(words.removesuffix("s"))
