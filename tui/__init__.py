"""Everything that knows there is a terminal: the Textual app and the `cristal` command line.

Imports run one way: `screens` to `widgets`; widgets receive plain data and post messages; only `session` and `app`
hold the engine.
"""
