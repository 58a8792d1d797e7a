"""The attributes of a tag, and the words among them that a reader of the page sees."""

import re

from search.extract.hypertext_layout import unescape

_ATTRIBUTE = re.compile(r"""(?<![^\s"'/])([^\s"'<>/=]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?""")
_SEEN = {
    "img": ("alt", "title"),
    "area": ("alt", "title"),
    "input": ("value", "placeholder", "alt", "title"),
    "textarea": ("placeholder",),
    "option": ("label",),
    "optgroup": ("label",),
    "track": ("label",),
}
_UNSEEN_INPUTS = ("checkbox", "radio", "hidden", "password")

SHOWING = frozenset(_SEEN)
"""The tags that show some of their attributes."""


def attributes_of(source: str) -> dict[str, str]:
    """The attributes in what stands between a tag's name and its end, by names in small letters; the first stands."""
    found: dict[str, str] = {}
    for name, double, single, bare in _ATTRIBUTE.findall(source):
        found.setdefault(name.lower(), unescape(double or single or bare))
    return found


def shown_words(name: str, source: str) -> str:
    """What a tag shows by its attributes: the text for a picture, the label of a button, what is filled in."""
    attributes = attributes_of(source)
    names = _SEEN[name]
    if name == "input" and attributes.get("type", "").lower() in _UNSEEN_INPUTS:
        names = ("title",)
    return " ".join(dict.fromkeys(attributes[each] for each in names if each in attributes))
