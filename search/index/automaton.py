"""Word patterns that answer in time linear in the word, whatever the pattern.

`re` tries alternatives one after the other: it can take years over `(a+)+b`, and cannot be stopped. Here a pattern
becomes *states* that are all followed at once (Thompson, "Regular expression search algorithm", 1968), and the sets of
states that were met are kept with where they lead, so that nearly every character costs one look-up.
"""

from collections.abc import Callable, Iterable

from search.errors import BadInput

STATE_LIMIT = 2_000
MEMORY_LIMIT = 50_000

Test = Callable[[str], object]
"""Whether a state lets a character pass."""


class States:
    """The states of one pattern: each leads on with characters that pass a test, or with none."""

    def __init__(self) -> None:
        self._tested: list[list[tuple[Test, int]]] = []
        self._free: list[list[int]] = []

    def new(self) -> int:
        """Another state. Raises BadInput when there are too many."""
        if len(self._free) >= STATE_LIMIT:
            raise BadInput("This pattern is too large; repeat less in it.")
        self._tested.append([])
        self._free.append([])
        return len(self._free) - 1

    def lead(self, source: int, target: int, test: Test | None = None) -> None:
        """Lead from `source` to `target`, with a character that passes `test`, or without one."""
        if test is None:
            self._free[source].append(target)
        else:
            self._tested[source].append((test, target))

    def reach(self, states: Iterable[int]) -> frozenset[int]:
        """These states and all that they lead to without a character."""
        reached: set[int] = set()
        pending = list(states)
        while pending:
            state = pending.pop()
            if state not in reached:
                reached.add(state)
                pending.extend(self._free[state])
        return frozenset(reached)

    def step(self, states: Iterable[int], character: str) -> frozenset[int]:
        """The states after one more character."""
        return self.reach({target for state in states for test, target in self._tested[state] if test(character)})


class _Met(dict[str, "_Met"]):
    """A set of states that was met; as a dictionary, the sets that characters lead to."""

    __slots__ = ("automaton", "states")

    def __init__(self, automaton: "Automaton", states: frozenset[int]) -> None:
        self.automaton = automaton
        self.states = states

    def __missing__(self, character: str) -> "_Met":
        following = self[character] = self.automaton.follow(self.states, character)
        return following


class Automaton:
    """Tells whether words match a pattern as a whole."""

    def __init__(self, states: States, start: int, accept: int) -> None:
        self._states = states
        self._first = states.reach((start,))
        self._accept = accept
        self._forget()

    def matches(self, word: str) -> bool:
        """Whether the whole word fits."""
        if self._known > MEMORY_LIMIT:
            self._forget()
        dead = self._dead
        met = self._start
        for character in word:
            met = met[character]
            if met is dead:
                return False
        return self._accept in met.states

    def follow(self, states: frozenset[int], character: str) -> _Met:
        """The set of states that `character` leads to."""
        self._known += 1
        return self._meet(self._states.step(states, character))

    def _meet(self, states: frozenset[int]) -> _Met:
        met = self._met.get(states)
        if met is None:
            met = self._met[states] = _Met(self, states)
        return met

    def _forget(self) -> None:
        self._known = 0
        self._met: dict[frozenset[int], _Met] = {}
        self._dead = self._meet(frozenset())
        self._start = self._meet(self._first)
