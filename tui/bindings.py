"""Every key of the interface, in one table.

Terms: a *place* is where a key works: a pane ("query", "results", "entities", "document", "find", "proposals",
"filter", "date", "unread"), a pushed screen ("help", "coverage", "difference", "dossier", "review", and what asks about
a name: "menu", "other", "naming"), "view" (bound by the document view itself), "panes" (every pane but the inputs),
"screen" (every pane) or "application" (every screen). An *id* names what a key does; `keymap.toml` maps ids to other
keys. The widgets of a place bind what `bindings_for` gives them; the help, the key line, the palette and the README
show the same rows.
"""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from textual.binding import Binding, BindingType, InvalidBinding

Keymap = Mapping[str, str]
"""Binding id to keys separated by commas."""

INPUTS = frozenset({"query", "filter", "find", "date", "other", "naming"})
PANES = ("results", "entities", "document", "proposals")
_LISTS = ("results", "entities", "proposals", "unread", "dossier", "menu")
_PUSHED = frozenset({"help", "coverage", "difference", "dossier", "review", "menu", "other", "naming"})


class Key(NamedTuple):
    """One row: what `keys` (separated by commas) do in `places`.

    `action` is a Textual action. `hint` is the word in the key line, empty to leave it out. A row without keys is
    reached through the palette alone.
    """

    id: str
    keys: str
    action: str
    description: str
    places: tuple[str, ...]
    hint: str = ""
    palette: bool = False


TABLE: tuple[Key, ...] = (
    Key("query.open", "enter", "screen.open_hit", "read the document at its best match", ("query",), "read"),
    Key("query.down", "down", "screen.move_highlight(1)", "next document in the results", ("query",), "next"),
    Key("query.up", "up", "screen.move_highlight(-1)", "previous document in the results", ("query",)),
    Key("query.page_down", "pagedown", "screen.move_highlight(10)", "ten documents down", ("query",)),
    Key("query.page_up", "pageup", "screen.move_highlight(-10)", "ten documents up", ("query",)),
    Key("hit.open", "enter,l,right", "screen.open_hit", "read the document at its best match", ("results",), "read"),
    Key("filter.search", "enter", "screen.search_entity", "search the highlighted name", ("filter",), "search it"),
    Key("filter.down", "down", "screen.move_entity(1)", "next name", ("filter",)),
    Key("filter.up", "up", "screen.move_entity(-1)", "previous name", ("filter",)),
    Key("entity.search", "enter,l,right", "screen.search_entity", "search the name", ("entities",), "search it"),
    Key(
        "entities.type",
        "ctrl+t",
        "screen.step_type",
        "only people, organisations, places and so on",
        ("filter", "entities"),
        "type",
        palette=True,
    ),
    Key(
        "entities.scope",
        "ctrl+l",
        "screen.step_scope",
        "names of the memory, of the results, of the open document",
        ("filter", "entities"),
        "where",
        palette=True,
    ),
    Key(
        "entity.decide",
        "m",
        "screen.decide",
        "merge a name, split, reject, retype, rename or watch it, or take that back",
        ("entities", "document"),
        "decide",
        palette=True,
    ),
    Key("menu.choose", "enter,l,right", "select", "choose", ("menu",), "choose"),
    Key("menu.close", "escape,q,h,m", "screen.dismiss", "close the menu", ("menu",), "close"),
    Key("other.choose", "enter", "screen.choose", "take the highlighted name", ("other",), "take it"),
    Key("other.down", "down", "screen.step(1)", "next name", ("other",), "next"),
    Key("other.up", "up", "screen.step(-1)", "previous name", ("other",)),
    Key("other.close", "escape", "screen.dismiss", "choose none", ("other",), "close"),
    Key("naming.give", "enter", "screen.give", "call it so", ("naming",), "apply"),
    Key("naming.close", "escape", "screen.dismiss", "leave its name", ("naming",), "close"),
    Key("review.open", "R", "app.review", "judge names that may be one", ("panes",), palette=True),
    Key("review.same", "y,enter", "screen.judge('same')", "they are one", ("review",), "one"),
    Key("review.different", "n,d", "screen.judge('different')", "they are two", ("review",), "two"),
    Key("review.skip", "j,space", "screen.step(1)", "leave these undecided", ("review",), "skip"),
    Key("review.back", "k", "screen.step(-1)", "back to those before", ("review",), "back"),
    Key("review.undo", "u", "screen.undo", "take back the last decision made here", ("review",), "undo"),
    Key("review.down", "down", "scroll_down", "a line down", ("review",)),
    Key("review.up", "up", "scroll_up", "a line up", ("review",)),
    Key("review.page_down", "pagedown", "page_down", "a page down", ("review",)),
    Key("review.page_up", "pageup", "page_up", "a page up", ("review",)),
    Key("review.help", "f1,?", "screen.help", "keys of this screen", ("review",), "help"),
    Key("review.close", "escape,q,h,R", "screen.leave", "close", ("review",), "close"),
    Key(
        "proposal.choose", "enter,l,right", "screen.choose_proposal", "search the proposal", ("proposals",), "search it"
    ),
    Key("find.next", "enter,down", "screen.step_match(True)", "next place found", ("find",), "next"),
    Key("find.previous", "up", "screen.step_match(False)", "previous place found", ("find",), "previous"),
    Key(
        "match.next",
        "n",
        "screen.step_match(True)",
        "next match, then the next document's",
        ("results", "document"),
        "next",
    ),
    Key(
        "match.previous",
        "N",
        "screen.step_match(False)",
        "previous match, then the previous document's",
        ("results", "document"),
        "previous",
    ),
    Key("hit.next", "]", "screen.step_hit(1)", "next document", ("document",)),
    Key("hit.previous", "[", "screen.step_hit(-1)", "previous document", ("document",)),
    Key("mention.next", "}", "next_mention", "next name in the document", ("view",), palette=True),
    Key("mention.previous", "{", "previous_mention", "previous name in the document", ("view",), palette=True),
    Key("document.down", "j,down", "line_down", "a line down", ("view", "difference")),
    Key("document.up", "k,up", "line_up", "a line up", ("view", "difference")),
    Key("document.page_down", "space,pagedown", "page_down", "a page down", ("view", "difference")),
    Key("document.page_up", "b,pageup", "page_up", "a page up", ("view", "difference")),
    Key("document.half_down", "ctrl+d", "half_down", "half a page down", ("view", "difference")),
    Key("document.half_up", "ctrl+u", "half_up", "half a page up", ("view", "difference")),
    Key("document.first", "g,home", "first", "to the start", ("view", "difference")),
    Key("document.last", "G,end", "last", "to the end", ("view", "difference")),
    Key("document.left", "left", "left", "to the left, when lines are not wrapped", ("view",)),
    Key("document.right", "right", "right", "to the right, when lines are not wrapped", ("view",)),
    Key("document.wrap", "w", "wrap", "wrap long lines or not", ("view",), palette=True),
    Key("document.line_numbers", "#", "line_numbers", "line numbers", ("view",), palette=True),
    Key("list.down", "j,down", "cursor_down", "down", _LISTS),
    Key("list.up", "k,up", "cursor_up", "up", _LISTS),
    Key("list.page_down", "space,pagedown", "page_down", "a page down", _LISTS),
    Key("list.page_up", "b,pageup", "page_up", "a page up", _LISTS),
    Key("list.first", "g,home", "first", "to the first", _LISTS),
    Key("list.last", "G,end", "last", "to the last", _LISTS),
    Key("document.find", "ctrl+f", "screen.find", "find inside the open document", ("screen",), palette=True),
    Key("document.zoom", "z", "screen.zoom", "the document alone, and back", ("panes",), palette=True),
    Key(
        "results.sort",
        "s",
        "screen.sort",
        "sort by relevance, newest, oldest, path, when it was seen, when it changed",
        ("results",),
        "sort",
        palette=True,
    ),
    Key(
        "copy.quote",
        "y",
        "screen.copy('quote')",
        "copy the quote with where it is from",
        ("results", "document"),
        "quote",
        palette=True,
    ),
    Key("copy.path", "Y", "screen.copy('path')", "copy the path", ("results", "document"), palette=True),
    Key(
        "hit.edit",
        "o",
        "screen.edit",
        "open in $EDITOR or $PAGER at the line",
        ("results", "document"),
        "editor",
        palette=True,
    ),
    Key(
        "hit.open_outside",
        "O",
        "screen.open_outside",
        "open the file itself on the desktop",
        ("results", "document"),
        palette=True,
    ),
    Key(
        "version.earlier",
        "<",
        "screen.step_version(-1)",
        "earlier version of the document",
        ("results", "document"),
        palette=True,
    ),
    Key(
        "version.later",
        ">",
        "screen.step_version(1)",
        "later version of the document",
        ("results", "document"),
        palette=True,
    ),
    Key(
        "version.newest",
        ".",
        "screen.newest_version",
        "newest version of the document",
        ("results", "document"),
        palette=True,
    ),
    Key(
        "document.diff",
        "d",
        "screen.compare",
        "what this version changed",
        ("results", "document"),
        palette=True,
    ),
    Key("as_of.open", "A", "screen.as_of", "everything as of a date", ("panes",), palette=True),
    Key("as_of.give", "enter", "screen.give_date", "show everything as of the date", ("date",), "apply"),
    Key("query.focus", "/", "screen.focus_query", "type a search", ("panes",), "search", palette=True),
    Key("entities.focus", "e", "screen.focus_entities", "find a name", ("panes",), "names", palette=True),
    Key("dossier.open", "i", "app.dossier", "all about a name", ("entities", "document"), "dossier", palette=True),
    Key("mail.thread", "t", "screen.thread", "the whole conversation of a mail", ("results", "document"), palette=True),
    Key("coverage.open", "c", "app.coverage", "what could not be read, and why", ("panes",), palette=True),
    Key("back", "escape", "screen.back", "one step back", ("screen",)),
    Key("back.letter", "h", "screen.back", "one step back", ("panes",)),
    Key("pane.next", "tab", "screen.step_pane(1)", "next pane", ("screen",), "panes"),
    Key("pane.previous", "shift+tab", "screen.step_pane(-1)", "previous pane", ("screen",)),
    Key(
        "indexing.stop",
        "",
        "app.stop_indexing",
        "stop reading files; what was read stays",
        ("screen",),
        palette=True,
    ),
    Key("indexing.sync", "", "app.start_indexing", "look for new and changed files", ("screen",), palette=True),
    Key(
        "help.open", "f1", "screen.help", "keys of this pane and the query language", ("screen",), "help", palette=True
    ),
    Key("help.letter", "?", "screen.help", "keys of this pane and the query language", ("panes",)),
    Key("palette.open", "ctrl+p", "app.palette", "every command", ("application",)),
    Key("palette.letter", ":", "app.palette", "every command", ("panes",)),
    Key("app.close", "q", "app.quit", "quit", ("panes",), "quit"),
    Key("app.quit", "ctrl+q", "app.quit", "quit", ("application",), "quit", palette=True),
    Key("app.interrupt", "ctrl+c", "app.interrupt", "copy what is selected; twice: quit", ("application",)),
    Key("app.suspend", "ctrl+z", "app.suspend_process", "suspend to the shell", ("application",)),
    Key("unread.search", "enter,l,right", "select", "find the document", ("unread",), "find"),
    Key("unread.open_outside", "O", "open_outside", "open the file itself on the desktop", ("coverage",), "open"),
    Key("unread.ignore", "i", "ignore", "leave the file out from now on", ("coverage",), "ignore"),
    Key("unread.retry", "r", "retry", "try again to read all of them", ("coverage",), "try again"),
    Key("coverage.close", "escape,q,c,h", "dismiss", "close", ("coverage",), "close"),
    Key("change.next", "n,]", "screen.step_change(True)", "next change", ("difference",), "next"),
    Key("change.previous", "N,[", "screen.step_change(False)", "previous change", ("difference",), "previous"),
    Key("difference.earlier", "<", "screen.step_pair(-1)", "the two versions before", ("difference",), "earlier"),
    Key("difference.later", ">", "screen.step_pair(1)", "the two versions after", ("difference",), "later"),
    Key(
        "difference.beside",
        "s",
        "screen.toggle_beside",
        "beside each other, or one after the other",
        ("difference",),
        "beside",
    ),
    Key("difference.help", "f1,?", "screen.help", "keys of this screen", ("difference",), "help"),
    Key("difference.close", "escape,q,d,h", "screen.dismiss", "close", ("difference",), "close"),
    Key("dossier.choose", "enter,l,right", "select", "go to the place, or open that name", ("dossier",), "go"),
    Key("dossier.next_section", "tab", "screen.step_section(1)", "next section", ("dossier",), "sections"),
    Key("dossier.previous_section", "shift+tab", "screen.step_section(-1)", "previous section", ("dossier",)),
    Key("dossier.help", "f1,?", "screen.help", "keys of this screen", ("dossier",), "help"),
    Key("dossier.close", "escape,q,i,h", "screen.dismiss", "close", ("dossier",), "close"),
    Key("help.close", "escape,q,?,f1,h", "dismiss", "close the help", ("help",), "close"),
)

_PRIORITY = frozenset({"app.quit", "app.interrupt", "palette.open"})


def rows_for(place: str) -> Iterable[Key]:
    """The rows that belong to `place` itself, in the table's order."""
    return (row for row in TABLE if place in row.places)


def rows_in_reach(place: str) -> list[Key]:
    """Every row that works while `place` has the focus: its own first, then those around it."""
    around = ["application"] if place in _PUSHED else ["screen", "application"]
    if place in PANES:
        around.insert(0, "panes")
    if place == "document":
        around.insert(0, "view")
    return [row for where in (place, *around) for row in rows_for(where)]


def bindings_for(*places: str) -> list[BindingType]:
    """The Textual bindings of the widgets of `places`."""
    return [
        Binding(row.keys, row.action, row.description, id=row.id, show=False, priority=row.id in _PRIORITY)
        for place in places
        for row in rows_for(place)
        if row.keys
    ]


def split_keys(keys: str) -> list[str]:
    """Keys in Textual's long form ("?" is "question_mark"); ValueError on an empty key."""
    try:
        return [binding.key for binding in Binding.make_bindings([Binding(keys, "", "")])]
    except InvalidBinding as error:
        raise ValueError(str(error)) from error


_SHOWN = {
    "question_mark": "?",
    "slash": "/",
    "colon": ":",
    "right_square_bracket": "]",
    "left_square_bracket": "[",
    "right_curly_bracket": "}",
    "left_curly_bracket": "{",
    "number_sign": "#",
    "less_than_sign": "<",
    "greater_than_sign": ">",
    "full_stop": ".",
    "escape": "Esc",
    "pagedown": "PgDn",
    "pageup": "PgUp",
}


def shown_key(key: str) -> str:
    """A key in Textual's long form, as it is printed on keyboards."""
    *modifiers, name = key.split("+")
    if name in _SHOWN:
        name = _SHOWN[name]
    elif len(name) > 1 or modifiers:
        name = name.capitalize()
    return "+".join([*(modifier.capitalize() for modifier in modifiers), name])


def shown_keys(row: Key, keymap: Keymap) -> str:
    """The keys of a row as they work now, for example "j Down"; empty when it has none."""
    if not row.keys:
        return ""
    return " ".join(shown_key(key) for key in split_keys(keymap.get(row.id, row.keys)))


def keys_of(name: str, keymap: Keymap) -> str:
    """The keys of the row with an id as they work now."""
    return shown_keys(next(row for row in TABLE if row.id == name), keymap)


class KeyLine(NamedTuple):
    """A row of the printed key table: `keys`, `id`, `description`, `where`."""

    keys: str
    id: str
    description: str
    where: str


_WHERE = {
    "query": "the query",
    "filter": "the name filter",
    "find": "find in the document",
    "view": "document",
    "proposals": "proposals",
    "date": "the date",
    "panes": "everywhere but inputs",
    "screen": "everywhere",
    "application": "everywhere",
    "help": "help",
    "coverage": "what could not be read",
    "difference": "what differs",
    "dossier": "a dossier",
    "unread": "what could not be read",
    "menu": "the menu of a name",
    "other": "the choice of another name",
    "naming": "what to call a name",
    "review": "names that may be one",
}


def key_table(keymap: Keymap | None = None) -> list[KeyLine]:
    """Every binding once, in the table's order, for the README and the help."""
    places: dict[str, dict[str, None]] = {}
    for row in TABLE:
        names = places.setdefault(row.id, {})
        names.update(dict.fromkeys(_WHERE.get(place, place) for place in row.places))
    lines = {
        row.id: KeyLine(shown_keys(row, keymap or {}), row.id, row.description, ", ".join(places[row.id]))
        for row in TABLE
        if row.keys
    }
    return list(lines.values())
