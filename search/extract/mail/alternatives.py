"""Which of the forms of a message are its text: a message is often sent as plain text and as a web page in one.

A form is left out when next to all of its words are in the others, a web page sooner than plain text. So what says
"your program cannot show this" does not hide the message, and no form that says something else is lost.
"""

import re
from collections import Counter
from typing import NamedTuple

NEW_WORDS = 0.1
"""The share of a form's words that have to be new: in ordinary mails it is below 0.05, where the forms differ above 0.1
(69 mails of test collections)."""

_WORD = re.compile(r"[^\W\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]+|[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")


class Written(NamedTuple):
    """A text that can be shown, and whether it was sent as plain text."""

    text: str
    is_plain: bool


def telling(forms: list[list[Written]]) -> list[Written]:
    """The texts of those forms of one message that say what the others do not, in their order."""
    forms = [form for form in forms if any(written.text.strip() for written in form)]
    if len(forms) < 2:
        return forms[0] if forms else []
    words = [{word for written in form for word in _WORD.findall(written.text.lower())} for form in forms]
    holders = Counter(word for each in words for word in each)
    kept = set(range(len(forms)))
    for place in sorted(kept, key=lambda place: (forms[place][0].is_plain, -place)):
        new = sum(holders[word] < 2 for word in words[place])
        if len(kept) > 1 and new <= len(words[place]) * NEW_WORDS:
            kept.remove(place)
            holders.subtract(words[place])
    return [written for place in sorted(kept) for written in forms[place]]
