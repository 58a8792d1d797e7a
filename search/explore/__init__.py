"""The facade that the command line and the terminal interface call: search, open, matches, entities, dossier, status.

Everything it returns is a frozen dataclass of plain data: texts as the memory holds them (hostile characters
included: whoever shows them must make them safe), spans as code-point offsets, ids as opaque strings ("d12", "v34",
"e56").
"""
