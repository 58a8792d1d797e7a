"""Which versions hold which words, and how well: the `Engine` interface and the engines behind it.

The index holds only what never changes for a version: its number, title and text. Whoosh is imported here and in
`search.query` (for the query tree) and nowhere else; it is typed once, here.
"""

import search.query  # noqa: F401 - first, for it imports Whoosh without its web client
