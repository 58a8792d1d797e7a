"""Text to mentions (recognise), mentions to entities (link and resolve), names to entities (fuzzy).

Terms: a *mention* is a span of a text that names something; its *norm* is the normal form of what it names, after
linking within its document ("Son" in an article about Masayoshi Son has the norm "masayoshi son"); a *form* is a
distinct (type, surface, norm); an *entity* is what forms refer to across the collection, its *aliases* are the
surfaces of its forms.
"""
