"""The index beside its peers: the same documents, the same questions, the same run. `python -m tests.bench.engines`."""
