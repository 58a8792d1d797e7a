"""Names of elements and attributes of OpenDocument that bear on text, and of OpenOffice.org XML, without prefixes."""


def _names(names: str) -> frozenset[str]:
    return frozenset(names.split())


SKIPPED = _names(
    "automatic-styles styles font-face-decls scripts script settings tracked-changes binary-data event-listeners "
    "note-citation footnote-citation endnote-citation table-of-content-source illustration-index-source "
    "table-index-source object-index-source user-index-source alphabetical-index-source bibliography-source"
)
"""Elements without text that anybody sees; text that was deleted is among the tracked changes."""

UNKNOWN_ON_MASTERS = _names("page-number page-count sheet-name")
"""Fields that stand for nothing in the headers and footers that pages share."""

LINES = _names("p h title desc creator header-decl footer-decl date-time-decl math")
"""What makes a line of its own, unless it is inside of one of these: then it is a field, and part of the line."""

ASIDES = _names(
    "note footnote endnote annotation frame text-box custom-shape rect line ellipse circle path polygon polyline "
    "regular-polygon caption connector measure g control object image ruby-text"
)
"""What is read by itself when it is inside of a paragraph or a cell."""

CELLS = _names("table-cell covered-table-cell")
MATH_TOKENS = _names("mi mn mo mtext ms")

UNITS = {"presentation": ("page", "slide"), "drawing": ("page", "page"), "spreadsheet": ("table", "sheet")}
"""By what the body of a document is: the element that is a unit, and the kind of unit."""

CONTROL_WORDS = ("form:label", "form:title", "form:current-value", "form:value")
"""Attributes of the elements of forms that are seen."""

VALUE_NAMES = tuple(
    f"{prefix}:{name}"
    for prefix in ("office", "table")
    for name in ("string-value", "value", "date-value", "time-value", "boolean-value")
)
"""Attributes of a cell that tell what it holds."""

INLINE = {"tab": "\t", "tab-stop": "\t", "line-break": "\n"}
