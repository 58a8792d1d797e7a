"""File to text: one reader per family of formats, each from an open file to `Extracted`.

Terms: a *reader* turns the bytes of one kind of file into text, units and metadata; *sniffing* decides the kind from
the content, the file name only breaks ties; a *unit* is a citable part (page, line range, section); a *status* says
how far a file could be read.
"""
