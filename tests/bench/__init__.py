"""Figures for this machine: `python -m tests.bench [FOLDER]`. Nothing here asserts; claims of speed come from here."""
