"""What was typed, to a Whoosh query tree plus directives; and that tree, to matches and snippets in a text.

Terms: a *leaf* is a node that matches words; a *fact* is a leaf that the catalogue answers (path, type, date,
entity); *binding* replaces facts by sets of versions; a *directive* changes the whole query (as-of, versions, gone);
a *note* says what was changed.
"""

from search.query.sparing import spare_urllib

spare_urllib()
