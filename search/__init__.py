"""The engine: everything of Cristal that needs no terminal.

Rooms, from the ground up: `text` says what a word is; `extract` turns files into text; `entities` finds who and what
is in a text; `memory` is the SQLite catalogue, the one truth; `index` answers which versions hold which words;
`query` turns what was typed into a query tree and finds its matches in a text; `ingest` remembers folders; `explore`
is the facade that the command line and the terminal interface call.
"""
