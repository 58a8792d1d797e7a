"""The engine: everything of Cristal that needs no terminal.

Rooms, from the ground up: `text` says what a word is; `extract` turns files into text; `entities` finds who and what
is in a text; `memory` is the SQLite catalogue, the one truth; `index` answers which versions hold which words;
`query` turns what was typed into a query tree and finds its matches in a text; `ingest` remembers folders; `explore`
is the facade that the command line and the terminal interface call.
"""

import warnings

# Whoosh 2.7.4 is older than Python's dislike of some escapes; its first import would say so on the user's screen.
warnings.filterwarnings("ignore", category=SyntaxWarning, module=".*whoosh.*")
