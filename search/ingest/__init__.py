"""Folders to memory: scan, decide, prepare (extract and recognise, in a worker process), remember, index; in bounded
batches.

Terms: a *scan* lists the regular files of a source; a file is *changed* when its size or times moved and its digest
too; a *batch* is what becomes one segment of the index; *preparing* a file is everything that needs only the file
itself.
"""
