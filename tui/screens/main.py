"""The explorer's screen: query, results, names, document. It composes panes and routes messages and keys."""

from dataclasses import replace
from time import monotonic

from textual import events, on
from textual.app import ComposeResult
from textual.containers import Container
from textual.screen import Screen
from textual.worker import Worker, WorkerState

from search.explore.results import Hit
from tui.bindings import Key, Keymap, bindings_for, keys_of
from tui.launch import Launch
from tui.proposing import entity_query
from tui.screens.background import Background, Command
from tui.screens.consulting import Consultant
from tui.screens.deciding import Decider
from tui.screens.naming import Namer
from tui.screens.panes import Panes
from tui.screens.reading import Copied, Reader
from tui.screens.refreshing import Refresher
from tui.screens.searching import Searcher
from tui.screens.superseding import supersede
from tui.screens.travelling import Traveller
from tui.session import Session, Wanted
from tui.widgets.date_prompt import DatePrompt
from tui.widgets.document_view import DocumentView
from tui.widgets.entity_list import EntityList
from tui.widgets.key_line import KeyLine
from tui.widgets.proposal_list import ProposalList
from tui.widgets.query_row import QueryRow
from tui.widgets.reading_pane import Arrival, ReadingPane
from tui.widgets.result_list import ResultList
from tui.widgets.results_pane import ResultsPane
from tui.widgets.status_line import StatusLine

TYPING_DELAY = 0.08
PREVIEW_DELAY = 0.04
IDLE_SECONDS = 0.5


class MainScreen(Screen[None], inherit_bindings=False):
    """Query row, body of three panes, status line, key line."""

    BINDINGS = bindings_for("screen", "panes")
    HORIZONTAL_BREAKPOINTS = [(0, "-tiny"), (60, "-narrow"), (100, "-normal"), (160, "-wide")]  # noqa: RUF012
    VERTICAL_BREAKPOINTS = [(0, "-short"), (16, "-tall")]  # noqa: RUF012

    def __init__(self, session: Session, launch: Launch, keymap: Keymap, command: Command) -> None:
        super().__init__()
        self.keymap = keymap
        self.session, self._launch = session, launch
        self._row, self._prompt, self._left, self._pane = QueryRow(), DatePrompt(), ResultsPane(), ReadingPane()
        self._names, self._status = EntityList(), StatusLine(id="status")
        newest = keys_of("version.newest", keymap)
        self._reader = Reader(session, self._pane, self._status, launch.document, newest, self._read_on)
        self.background = Background(session, self._status, command)
        self._searcher = Searcher(session, self._row, self._left, self._pane, self._reader, launch)
        self._namer = Namer(session, self._names, self._searcher, self._reader)
        self._traveller = Traveller(session, self._prompt, self._searcher, self._reader, self._pane, self._status)
        self.refresher = Refresher(
            self, self.background, self._searcher, self._namer, self._reader, self._pane, self._repeat, self._pending
        )
        self._decider = Decider(self, session, self._names, self._reader, self._status, keymap, self.refresher.renew)
        self._panes = Panes(self, self._row, self._prompt, self._left, self._pane, self._names)
        self.consultant = Consultant(self, session, self._panes, self._pane, self._names, self._searcher, self._reader)
        self._enter_when_found = False
        self._typed_at = -IDLE_SECONDS
        self._searching: Worker[None] | None = None

    def compose(self) -> ComposeResult:
        """Query row, panes, status line, key line."""
        yield self._row
        yield self._prompt
        with Container(id="body"):
            yield self._left
            yield self._pane
            yield self._names
        yield self._status
        yield KeyLine(self.keymap)

    def on_mount(self) -> None:
        """Start in the query; what takes the engine waits for the first paint."""
        self._row.put(self._launch.query)
        self._row.input.focus()
        self.call_after_refresh(self._begin)

    def _begin(self) -> None:
        """Search what was asked for, unless something was typed by now; begin to look for new files."""
        if self._searching is None:
            self._search(self._searcher.wanted)
        self.refresher.begin(self._launch)

    # Searching

    def _search(self, wanted: Wanted, delay: float = 0.0) -> None:
        self._searcher.wanted = wanted
        self.workers.cancel_group(self, "excerpts")
        self._searching = supersede(self, "search", self._find, wanted, delay)

    async def _find(self, wanted: Wanted, delay: float) -> None:
        hit = await self._searcher.find(wanted, delay, self.background)
        self.refresher.follow()
        if hit is not None:
            self._read(hit)
        supersede(self, "check", self._searcher.check, wanted)
        if self._enter_when_found:
            self._enter_when_found = False
            self._enter()

    async def _repeat(self) -> None:
        hit = await self._searcher.repeat(self.background)
        self.refresher.follow()
        if hit is not None:
            self._read(hit)

    def _pending(self) -> bool:
        return self._searching is None or not self._searching.is_finished

    @on(QueryRow.Changed)
    def _query_typed(self, event: QueryRow.Changed) -> None:
        idle, self._typed_at = monotonic() - self._typed_at > IDLE_SECONDS, monotonic()
        typing = bool(event.text) and not event.text[-1].isspace()
        wanted = replace(self._searcher.wanted, query=event.text, typing=typing)
        self._enter_when_found = False
        self._search(wanted, 0.0 if idle else TYPING_DELAY)

    @on(ProposalList.Chosen)
    def _proposal_chosen(self, event: ProposalList.Chosen) -> None:
        self.ask(event.query_text)

    def ask(self, query: str) -> None:
        """Search a whole query that nobody types."""
        self._row.put(query)
        self._row.input.focus()
        self._search(replace(self._searcher.wanted, query=query, typing=False))

    # Reading

    def _read_on(self) -> None:
        supersede(self, "rest", self._reader.finish)

    def _read(self, hit: Hit, arrival: Arrival | None = None, delay: float = 0.0) -> None:
        if self.focused is self._pane.proposals:
            self._row.input.focus()
        supersede(self, "document", self._reader.open, hit, self._searcher.then, arrival, delay)

    @on(ResultList.Highlighted)
    def _highlighted(self, event: ResultList.Highlighted) -> None:
        self._read(event.hit, delay=PREVIEW_DELAY)

    @on(ResultList.Uncovered)
    def _hits_uncovered(self, event: ResultList.Uncovered) -> None:
        supersede(self, "excerpts", self._searcher.excerpt, event.bare)

    @on(ResultList.EndNeared)
    def _results_end_neared(self) -> None:
        supersede(self, "more", self._searcher.extend)

    @on(DocumentView.MatchChanged)
    def _match_changed(self, event: DocumentView.MatchChanged) -> None:
        self._reader.tell_match(event)

    @on(DocumentView.MentionChanged)
    def _mention_changed(self, event: DocumentView.MentionChanged) -> None:
        self._reader.tell_mention(event)

    @on(DocumentView.PositionChanged)
    def _position_changed(self, event: DocumentView.PositionChanged) -> None:
        self._reader.tell_position(event)
        self.refresher.follow()
        if self._reader.is_beyond_names(event.position.offset):
            supersede(self, "names in text", self._reader.light_names, event.position.offset)

    @on(ReadingPane.Sought)
    def _sought(self, event: ReadingPane.Sought) -> None:
        supersede(self, "find", self._reader.find_inside, event.text, TYPING_DELAY)

    # Time

    @property
    def as_of(self) -> str | None:
        """The instant that is shown; None for now."""
        return self._searcher.as_of

    @on(DatePrompt.Given)
    def _date_given(self, event: DatePrompt.Given) -> None:
        supersede(self, "date", self._set_date, event.date)

    async def _set_date(self, date: str) -> None:
        before = self._searcher.wanted.as_of
        if not await self._traveller.set_date(date):
            return
        self._panes.end_date()
        if self._searcher.wanted.as_of != before:
            self._searching = supersede(self, "search", self._travel, self.has_class("-reading"))

    async def _travel(self, reading: bool) -> None:
        await self._repeat()
        if self._searcher.answered and not (reading and await self._traveller.follow()):
            self._preview()

    def _preview(self) -> None:
        if (hit := self._left.list.hit) is not None:
            self._read(hit)
        else:
            self._searcher.propose(self.background)

    # Names

    @on(EntityList.Filtered)
    def _names_filtered(self) -> None:
        supersede(self, "entities", self._namer.find, TYPING_DELAY)

    @on(EntityList.EndNeared)
    def _names_end_neared(self) -> None:
        supersede(self, "more-entities", self._namer.extend)

    # Trouble

    def on_worker_state_changed(self, event: Worker.StateChanged) -> None:
        """A failure that nobody foresaw is told, and does not end the explorer."""
        if event.state is WorkerState.ERROR:
            error = event.worker.error
            self.log.error(error)
            self._status.say(f"{event.worker.group} failed: {type(error).__name__}: {error}")

    # Keys

    def on_descendant_focus(self, event: events.DescendantFocus) -> None:
        """Show the keys of the pane that has the focus; on narrow screens, show that pane."""
        self._panes.enter(event.widget)
        if event.widget is self._pane.view:
            self._read_on()

    async def perform(self, row: Key) -> None:
        """Do what a row of the key table does."""
        target = self._pane.view if "view" in row.places else self
        await target.run_action(row.action)

    def action_focus_query(self) -> None:
        """Type a search; what is there is selected."""
        self._panes.focus_query()

    def action_focus_entities(self) -> None:
        """Find a name."""
        self._panes.focus_names()

    def action_back(self) -> None:
        """One step back: find, document, results, query, an empty query. Never quits."""
        if self.focused is self._prompt.input:
            self.post_message(DatePrompt.Given(""))
        elif self._pane.finding and self.focused in (self._pane.find_input, self._pane.view):
            supersede(self, "find", self._reader.end_find)
        elif not self._panes.back():
            self._status.say("Ctrl+Q quits, F1 helps")

    def action_step_pane(self, count: int) -> None:
        """The next or previous pane that can be seen."""
        self._panes.step(count)

    @on(ResultList.Chosen)
    def action_open_hit(self) -> None:
        """Read the highlighted document at its best match; a search that is under way is waited for."""
        if self._pending():
            self._enter_when_found = True
            self._search(self._searcher.wanted)
        else:
            self._enter()

    def _enter(self) -> None:
        if not self._searcher.answered:
            self._status.say("the results are not those of this query")
            return
        hit = self._left.list.hit or self._left.list.step(1)
        if hit is None:
            if self._pane.proposals.has_choices:
                self._pane.proposals.focus()
            return
        self._searcher.remember()
        opened = self._reader.opened
        if opened is None or opened.document.version != hit.version:
            self._read(hit)
        self._panes.focus_document()

    def action_move_highlight(self, count: int) -> None:
        """Another hit, without leaving the query."""
        if (hit := self._left.list.step(count)) is not None:
            self._read(hit, delay=PREVIEW_DELAY)

    def action_step_hit(self, count: int) -> None:
        """The next or previous document of the results."""
        self._cross(count, None)

    def action_step_match(self, forward: bool) -> None:
        """The next or previous match, in this document or the one beside it."""
        if not self._reader.arriving and not self._reader.step_match(forward=forward):
            self._cross(1 if forward else -1, "first" if forward else "last")

    def _cross(self, count: int, arrival: Arrival | None) -> None:
        if (hit := self._left.list.step(count)) is None:
            self._status.say("this is the last document" if count > 0 else "this is the first document")
        else:
            self._status.say(f"{'next' if count > 0 else 'previous'} document: {hit.title or hit.path}")
            self._read(hit, arrival)

    def action_move_entity(self, count: int) -> None:
        """Another name, without leaving the filter."""
        self._names.step(count)

    def action_step_type(self) -> None:
        """Names of another type."""
        self._names.step_type()
        self.action_focus_entities()

    def action_step_scope(self) -> None:
        """Names of another part of the memory."""
        self._names.step_scope()
        self.action_focus_entities()

    def action_decide(self) -> None:
        """Decide about the name at the reader's place, or the highlighted one."""
        supersede(self, "decide", self._decider.decide, reading=self.focused is self._pane.view)

    @on(EntityList.Chosen)
    def action_search_entity(self) -> None:
        """Search the highlighted name."""
        if self._names.entity is not None:
            self.ask(entity_query(self._names.entity.name))

    def action_choose_proposal(self) -> None:
        """Search the highlighted proposal."""
        self._pane.proposals.choose()

    def action_find(self) -> None:
        """Find inside the open document."""
        if self._reader.opened is not None:
            self.add_class("-reading")
            self._pane.open_find()

    def action_zoom(self) -> None:
        """The document alone, and back."""
        if self._reader.opened is not None:
            self.toggle_class("-zoom")
            self._pane.view.focus()

    def action_sort(self) -> None:
        """Sort by the next order."""
        self._search(self._searcher.sorted_next())

    def action_copy(self, what: Copied) -> None:
        """Copy the path of the document, or a quote with where it is from."""
        self._reader.copy(what, self.app)

    def action_edit(self) -> None:
        """Open the document in the editor."""
        supersede(self, "outside", self._reader.edit, self.app)

    def action_open_outside(self) -> None:
        """Open the document's own file with the desktop's program for it."""
        supersede(self, "outside", self._reader.open_outside)

    def action_help(self) -> None:
        """Keys of this pane and the query language."""
        from tui.screens.help import HelpScreen

        self.app.push_screen(HelpScreen(self.query_one(KeyLine).place, self.keymap))

    def action_as_of(self) -> None:
        """Show everything as it was at a date."""
        self._panes.ask_date(self._searcher.wanted.as_of or "")

    def action_give_date(self) -> None:
        """Take the date that is typed."""
        self._prompt.give()

    def action_step_version(self, count: int) -> None:
        """A later version of the open document, or an earlier one."""
        supersede(self, "document", self._traveller.step, count)

    def action_newest_version(self) -> None:
        """The newest version of the open document."""
        supersede(self, "document", self._traveller.newest)

    def action_compare(self) -> None:
        """What the open version changed."""
        from tui.screens.difference import DifferenceScreen

        if (compared := self._traveller.compared()) is not None:
            self.app.push_screen(DifferenceScreen(self.session, *compared, self.keymap))

    def action_thread(self) -> None:
        """The conversation that the mail belongs to, oldest first."""
        if (hit := self._left.list.hit) is not None:
            self.ask(f"thread:{hit.document}")

    def say(self, notice: str) -> None:
        """Tell something for a few seconds."""
        self._status.say(notice)
