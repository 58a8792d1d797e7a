"""A columnar codec for Whoosh: what a segment is on disk.

A segment is four files of named arrays, mapped into memory and never changed: `.doc` (a row for each document: its
version, its exact lengths), `.trm` (the words of each field, sorted and front-coded, and where their postings are),
`.pst` (documents and frequencies, word after word) and `.pos` (positions, word after word). No byte of them is
unpickled, and none is believed before its page was checked.

A *document* is a number from 0 within a segment. A *term* is a folded word in UTF-8, and its *place* is its rank in the
lexicon of its field. A *posting* is a document that holds a term, with the frequency and the positions.
"""
