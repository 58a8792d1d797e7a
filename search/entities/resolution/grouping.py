"""Keys that are one, and keys that must not be: sets that grow together (union-find), with walls between some."""

from collections.abc import Iterable

from search.entities.mentions import Key


class Grouping:
    """At first each of the keys by itself, each its own root."""

    def __init__(self, keys: Iterable[Key]) -> None:
        self._parent = {key: key for key in keys}
        self._walls: dict[Key, set[Key]] = {}
        self._age: dict[Key, int] = {}
        self._lasting = 0

    def __contains__(self, key: Key) -> bool:
        return key in self._parent

    def root(self, key: Key) -> Key:
        """The key that stands for all that are one with `key`."""
        root = key
        while self._parent[root] != root:
            root = self._parent[root]
        while self._parent[key] != root:
            self._parent[key], key = root, self._parent[key]
        return root

    def join(self, key: Key, other: Key, *, lasting: bool = False) -> bool:
        """Make two one, under the root of `other`; False when a wall is between them, or they are one already.

        Among joins that are `lasting`, an earlier one decides which is the root.
        """
        below, above = self.root(key), self.root(other)
        if below == above or above in self._walls.get(below, ()):
            return False
        never = self._lasting + 1
        if lasting and self._age.get(below, never) < self._age.get(above, never):
            below, above = above, below
        self._parent[below] = above
        if lasting:
            self._age[above] = min(self._age.get(below, never), self._age.get(above, never), self._lasting)
            self._lasting += 1
        for wall in self._walls.pop(below, set()):
            self._walls[wall].discard(below)
            self._wall(above, wall)
        return True

    def part(self, key: Key, other: Key) -> None:
        """Keep two apart from now on, unless they are one already."""
        one, another = self.root(key), self.root(other)
        if one != another:
            self._wall(one, another)

    def _wall(self, one: Key, other: Key) -> None:
        self._walls.setdefault(one, set()).add(other)
        self._walls.setdefault(other, set()).add(one)
