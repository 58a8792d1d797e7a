"""Decisions about a name or about one mention of it: asked for in a menu, made through the session, taken back."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from textual.screen import Screen

from search.entities.mentions import EntityType
from search.errors import CristalError
from tui.bindings import Keymap, keys_of
from tui.counting import counted
from tui.deciding import Decision, Named, cut, latest, said, watches
from tui.screens.choosing import ChoiceScreen
from tui.screens.reading import Reader
from tui.screens.renaming import RenameScreen
from tui.session import Session
from tui.widgets.entity_list import EntityList
from tui.widgets.status_line import StatusLine

if TYPE_CHECKING:
    from search.explore.decisions import JudgementLine, Part
    from search.explore.names import Entity


class _Known(NamedTuple):
    """What is known about it before anything is decided: `lines` of the entity, `here` of the mention, and `every`."""

    parts: tuple[Part, ...]
    lines: tuple[JudgementLine, ...]
    here: tuple[JudgementLine, ...]
    every: tuple[JudgementLine, ...]


_Choice = tuple[str, Callable[[], Awaitable[None]]]


class Decider:
    """`decide` belongs into an exclusive worker. It shows what follows from a decision by `renew`."""

    def __init__(
        self,
        screen: Screen[None],
        session: Session,
        names: EntityList,
        reader: Reader,
        status: StatusLine,
        keymap: Keymap,
        renew: Callable[[], None],
    ) -> None:
        self._screen, self._session, self._status, self._keymap = screen, session, status, keymap
        self._names, self._reader, self._renew = names, reader, renew
        self._made: list[Decision] = []

    async def decide(self, *, reading: bool) -> None:
        """Ask what to decide about the mention that the reader is at, or about the highlighted name, and do it."""
        named = self._at_mention() if reading else self._at_name()
        try:
            if named is not None:
                await self._ask(named)
            elif self._made:
                await self._choose("No name", [self._take_back_last()])
            else:
                self._status.say("no name is in view or after it" if reading else "no name is highlighted")
        except CristalError as error:
            self._status.say(str(error))

    def _at_name(self) -> Named | None:
        entity = self._names.entity
        return None if entity is None else Named(entity.entity, entity.name, entity.type)

    def _at_mention(self) -> Named | None:
        opened, mention = self._reader.opened, self._reader.choose_mention()
        if opened is None or mention is None:
            return None
        place = f"{opened.document.version}@{mention.start}-{mention.end}"
        return Named(mention.entity, mention.name, mention.type, place)

    async def _ask(self, named: Named) -> None:
        here = await self._session.judgements(named.mention) if named.mention is not None else ()
        lines, every = await self._session.judgements(named.entity), await self._session.judgements()
        known = _Known(await self._session.parts(named.entity), lines, here, every)
        choices = [*self._everywhere(named, known), *self._here(named), *self._taking_back(named, known)]
        await self._choose(f"{cut(named.name)}, {named.type}", choices)

    async def _choose(self, heading: str, choices: Sequence[_Choice]) -> None:
        index = await self._screen.app.push_screen_wait(
            ChoiceScreen(heading, [label for label, _ in choices], self._keymap)
        )
        if index is not None:
            await choices[index][1]()

    # What there is to choose

    def _everywhere(self, named: Named, known: _Known) -> list[_Choice]:
        ref = named.entity
        choices: list[_Choice] = [("is another name of…", lambda: self._merge(named, ref))]
        if len(known.parts) > 1:
            choices.append((f"split its {len(known.parts):,} names…", lambda: self._split(named, known.parts)))
        choices += [
            ("is no name", lambda: self._judge("reject", ref, named)),
            ("is of another type…", lambda: self._retype(named, ref)),
            ("is to be called…", lambda: self._rename(named)),
        ]
        marks = watches(known.lines)
        if marks:
            unwatched = Decision(marks, f"{cut(named.name)} is watched")
            choices.append(("stop watching it", lambda: self._take_back(unwatched)))
        else:
            choices.append(("watch it", lambda: self._judge("watch", ref, named)))
        return choices

    def _here(self, named: Named) -> list[_Choice]:
        place = named.mention
        if place is None:
            return []
        return [
            ("here alone: is no name", lambda: self._judge("reject", place, named)),
            ("here alone: is of another type…", lambda: self._retype(named, place)),
            ("here alone: means another name…", lambda: self._merge(named, place)),
        ]

    def _taking_back(self, named: Named, known: _Known) -> list[_Choice]:
        about = [latest(lines, known.every, named.name) for lines in (known.here, known.lines)]
        found = list(dict.fromkeys(decision for decision in about if decision is not None))
        choices: list[_Choice] = [
            (f"take back: {decision.said}", lambda decision=decision: self._take_back(decision))  # type: ignore[misc]
            for decision in found
        ]
        if self._made and not any(set(self._made[-1].judgements) & set(decision.judgements) for decision in found):
            choices.append(self._take_back_last())
        return choices

    def _take_back_last(self) -> _Choice:
        last = self._made[-1]
        return f"take back the last: {last.said}", lambda: self._take_back(last)

    # What is done

    async def _merge(self, named: Named, ref: str) -> None:
        from tui.screens.seeking import SeekScreen

        means = ", here alone, means" if ref == named.mention else " is another name of"
        heading = f"{cut(named.name)}{means}"
        other: Entity | None = await self._screen.app.push_screen_wait(
            SeekScreen(heading, named, self._session, self._keymap)
        )
        if other is not None:
            await self._judge("same", ref, named, other.entity, other.name)

    async def _split(self, named: Named, parts: Sequence[Part]) -> None:
        main, *others = parts
        rows = [
            f"{part.name}, {counted(part.mentions, 'mention')}" + (f" ({part.reason})" if part.reason else "")
            for part in others
        ]
        index = await self._screen.app.push_screen_wait(
            ChoiceScreen(f"Which is not {cut(main.name)}?", rows, self._keymap)
        )
        if index is not None:
            part = others[index]
            subject = Named(part.entity, part.name, part.type)
            await self._judge("different", part.entity, subject, main.entity, main.name)

    async def _retype(self, named: Named, ref: str) -> None:
        types = [kind for kind in EntityType if kind != named.type]
        index = await self._screen.app.push_screen_wait(
            ChoiceScreen(f"{cut(named.name)} is of type", types, self._keymap)
        )
        if index is not None:
            await self._judge("retype", ref, named, types[index])

    async def _rename(self, named: Named) -> None:
        name = await self._screen.app.push_screen_wait(RenameScreen(named.name, self._keymap))
        if name is not None:
            await self._judge("rename", named.entity, named, name)

    async def _judge(
        self, kind: str, ref: str, named: Named, other: str | None = None, other_name: str | None = None
    ) -> None:
        lines = await self._session.judge(kind, ref, other)
        decision = Decision(
            tuple(line.judgement for line in lines),
            said(kind, named.name, other_name or other, here=ref == named.mention),
        )
        self._made.append(decision)
        self._status.say(f"{decision.said}; {keys_of('entity.decide', self._keymap)} undoes")
        self._renew()

    async def _take_back(self, decision: Decision) -> None:
        await self._session.undo(decision.judgements)
        self._made = [made for made in self._made if made.judgements != decision.judgements]
        self._status.say(f"taken back: {decision.said}")
        self._renew()
