"""What a message holds behind its header: its texts, its files, and what of it cannot be read."""

from search.extract.caps import Caps
from search.extract.extracted import Status
from search.extract.mail.alternatives import Written
from search.extract.mail.attachments import file_member, stated_name
from search.extract.mail.bodies import Shown, text_of
from search.extract.mail.item import members_of, texts_of
from search.extract.mail.mime import Begin, End, Leaf, parts_of
from search.extract.mail.signed import is_encrypted, signed_content
from search.extract.mail.tnef import item_of
from search.extract.mail.transfer import unpacked_pieces
from search.extract.mail.uuencoded import without_files
from search.extract.pieces import CUT, Member, Remark

_ENCRYPTED = Remark(Status.ENCRYPTED, "the message is encrypted")
_TOO_DEEP = Remark(Status.PARTIAL, "parts nested too deeply to be taken apart")
_PGP = "-----BEGIN PGP MESSAGE-----"
_REPORTS = frozenset(
    (
        *("message/delivery-status", "message/global-delivery-status", "message/disposition-notification"),
        *("message/feedback-report", "message/partial", "message/external-body", "application/pgp"),
    )
)
"""Types that are read with the message although they are not called text."""
_FILES = frozenset(
    ("text/calendar", "text/csv", "text/directory", "text/rtf", "text/vcard", "text/x-vcard", "text/xml")
)
"""Texts that have readers of their own."""
_STYLES = frozenset(("text/css", "text/javascript", "application/javascript", "application/x-javascript"))
_SIGNATURES = frozenset(("application/pgp-signature", "application/pkcs7-signature", "application/x-pkcs7-signature"))
_ENVELOPES = frozenset(("application/pkcs7-mime", "application/x-pkcs7-mime"))
_MOST_ENVELOPES = 10
_OUTLOOK = frozenset(("application/ms-tnef", "application/vnd.ms-tnef"))


class Contents:
    """Those of the message in `source`, which begins with its header; `files` are members in their order."""

    def __init__(self, source: bytes, caps: Caps) -> None:
        self._shown = Shown()
        self.files: list[Member] = []
        self.remarks: list[Remark] = []
        self._caps = caps
        self._outlook: list[list[Written]] = []
        # What was signed as a whole is a message within the message, and is read behind it.
        self._sources = [source]
        for each in self._sources:
            self._take(each)
        for texts in self._outlook:
            self._shown.joined_by(texts)

    @property
    def texts(self) -> list[Written]:
        """The texts as they are shown."""
        return self._shown.texts

    def _take(self, source: bytes) -> None:
        for event in parts_of(source):
            match event:
                case Begin(subtype):
                    self._shown.begin(subtype)
                    if subtype == "encrypted":
                        self.remarks.append(_ENCRYPTED)
                case Leaf():
                    self._shown.next_part()
                    self._take_leaf(event)
                case End(is_cut):
                    self._shown.end()
                    if is_cut:
                        self.remarks.append(CUT)

    def _take_leaf(self, leaf: Leaf) -> None:
        if leaf.within == "encrypted" or leaf.type in _SIGNATURES or (leaf.type in _STYLES and not stated_name(leaf)):
            return
        if leaf.type in _ENVELOPES and self._open_envelope(leaf):
            return
        if leaf.type in _OUTLOOK or stated_name(leaf).lower() == "winmail.dat":
            item = item_of(_content(leaf))
            if item is not None:
                self._outlook.append(texts_of(item, self._caps))
                self.files += members_of(item, self._caps)
                return
        if not _is_text(leaf):
            self.files.append(file_member(leaf, len(self.files) + 1))
            return
        if leaf.type.startswith("multipart/") and leaf.parameters.get("boundary"):
            self.remarks.append(_TOO_DEEP)
        text, is_plain = text_of(leaf)
        if is_plain:
            text, files = without_files(text)
            self.files += files
        self._shown.add(Written(text, is_plain))
        if _PGP in text:
            self.remarks.append(_ENCRYPTED)

    def _open_envelope(self, leaf: Leaf) -> bool:
        """Whether the part is an S/MIME envelope of which all is said or taken."""
        data = _content(leaf)
        if is_encrypted(data) or "enveloped" in leaf.parameters.get("smime-type", "").lower():
            self.remarks.append(_ENCRYPTED)
            return True
        content = signed_content(data)
        if content is None or len(self._sources) > _MOST_ENVELOPES:
            return False
        self._sources.append(content)
        return True


def _is_text(leaf: Leaf) -> bool:
    is_text = leaf.type.startswith(("text/", "multipart/")) or leaf.type in _REPORTS
    is_file = leaf.header.parameters("content-disposition")[0] == "attachment" or stated_name(leaf)
    return is_text and leaf.type not in _FILES and not (is_file and leaf.within)


def _content(leaf: Leaf) -> bytes:
    return b"".join(unpacked_pieces(leaf.source, leaf.start, leaf.end, leaf.encoding))
