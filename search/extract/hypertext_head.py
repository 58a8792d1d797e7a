"""What a web page says about itself: title, author, dates and language, from its head and its first dates."""

import re

from search.extract.extracted import Metadata
from search.extract.hypertext_attributes import attributes_of
from search.extract.hypertext_layout import unescape
from search.extract.iso_dates import stated_date
from search.text.normalise import normalise

TAGS_READ = 500
"""Tags of interest that are looked into; a page has a few dozen."""

TITLE_LIMIT = 1000

_SUMMARY = ("description", "og:description", "keywords")
_PUBLISHED = ("pubdate", "datepublished", "datecreated", "published", "entry-date", "dt-published")
_JSON_DATE = re.compile(r'"(datePublished|dateCreated|dateModified)"\s*:\s*"([^"]{4,40})"')

_TITLE = ("og:title", "dc.title", "dcterms.title", "citation_title")
_AUTHOR = ("author", "article:author", "dc.creator", "dcterms.creator", "citation_author", "byl", "parsely-author")
_CREATED = (
    "article:published_time",
    "datepublished",
    "date",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "dcterms.created",
    "dcterms.issued",
    "citation_publication_date",
    "citation_date",
    "pubdate",
    "publish-date",
    "publish_date",
    "parsely-pub-date",
    "sailthru.date",
    "datecreated",
    "time",
)
_MODIFIED = ("article:modified_time", "datemodified", "og:updated_time", "last-modified", "dcterms.modified")


class Head:
    """Collects from the tags of one page, in order; the first value of a name stands."""

    def __init__(self) -> None:
        self.title: str | None = None
        self._fields: dict[str, str] = {}
        self._language: str | None = None
        self._tags_left = TAGS_READ

    def tag(self, name: str, source: str) -> None:
        """Look into an opening tag; `source` is what stands between its name and its end."""
        if name not in ("meta", "html", "time") or self._tags_left <= 0:
            return
        self._tags_left -= 1
        attributes = attributes_of(source)
        if name == "html":
            self._language = self._language or _line(attributes.get("lang") or attributes.get("xml:lang") or "")
        elif name == "time":
            signs = " ".join(attributes.get(each, "") for each in ("itemprop", "class")).lower()
            published = "pubdate" in attributes or any(sign in signs for sign in _PUBLISHED)
            self._note("datepublished" if published else "time", attributes.get("datetime", ""))
        else:
            key = attributes.get("name") or attributes.get("property") or attributes.get("itemprop")
            self._note(key or attributes.get("http-equiv", ""), attributes.get("content", ""))

    def element(self, name: str, source: str, content: str) -> None:
        """Look into an element that is no part of the text: the title, a script, a style."""
        if name == "title":
            self.title = _line(unescape(content)) or ""
        elif name == "script" and "ld+json" in source and self._tags_left > 0:
            self._tags_left -= 1
            for key, value in _JSON_DATE.findall(content):
                self._note(key, value)

    def metadata(self) -> Metadata:
        """What was found."""
        return Metadata(
            title=self.title or self._first(_TITLE),
            author=self._first(_AUTHOR),
            created=self._first_date(_CREATED),
            modified=self._first_date(_MODIFIED),
            language=self._language,
        )

    def summary(self, text: str) -> str:
        """The description and the keywords that `text` does not have, a paragraph each."""
        said = dict.fromkeys(self._fields[name] for name in _SUMMARY if name in self._fields)
        return "".join(f"\n\n{line}" for line in said if line not in text)

    def _note(self, key: str, value: str) -> None:
        if line := _line(value):
            self._fields.setdefault(key.lower(), line)

    def _first(self, names: tuple[str, ...]) -> str | None:
        return next((self._fields[name] for name in names if name in self._fields), None)

    def _first_date(self, names: tuple[str, ...]) -> str | None:
        dates = (stated_date(self._fields[name]) for name in names if name in self._fields)
        return next((date for date in dates if date is not None), None)


def _line(value: str) -> str | None:
    return " ".join(normalise(value[:TITLE_LIMIT]).split()) or None
