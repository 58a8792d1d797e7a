"""What is known of names before a text is read: word lists kept by hand and a pack built from public sources.

Terms: a *word list* is a file of `words/`, entries separated by commas and line ends, `#` starts a comment; the *pack*
holds the lists that are too long to keep by hand (given names, surnames, places, common words) and is made by
`build.py`; NOTICE says where its names come from.
"""
