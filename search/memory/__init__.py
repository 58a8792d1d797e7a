"""The SQLite catalogue: what was seen where and when, and what it said. The one truth; the index is a cache of it.

Terms: a *source* is a remembered folder or file; a *document* is assigned once and survives change, rename and loss;
a *version* is what it said from `seen_from` to `seen_to` (half-open; open is current); a *text* is stored once per
digest, in compressed chunks; a *generation* counts commits, so that readers know when to look again. Row numbers are
integers in here and in the index, and opaque strings outside the engine.
"""
