"""Where links lead, behind the words that are linked: `the report (https://a.example/report)`."""

from collections.abc import Iterable


class Links:
    """Says of each target once in a document where it leads, and not at all where the words say it themselves."""

    def __init__(self) -> None:
        self._said: set[str] = set()

    def behind(self, text: str, targets: Iterable[str]) -> str:
        """`text` with those of `targets` behind it that are new and that it does not name."""
        for target in targets:
            if target and target not in self._said:
                self._said.add(target)
                if _words_of(target) not in text:
                    text += f" ({target})"
        return text


def _words_of(link: str) -> str:
    """A link as texts write it."""
    return link.removeprefix("mailto:").partition("://")[2].rstrip("/") or link.removeprefix("mailto:")
