"""Whoosh, imported without what it never uses here.

Its `compat` names `urlretrieve`, which nothing calls, and so loads http, mail and ssl: a tenth of a cold search.
"""

import sys
from types import ModuleType


def spare_urllib() -> None:
    """Import `whoosh.compat` with a stand-in for `urllib.request`, which is gone again afterwards."""
    if "urllib.request" in sys.modules or "whoosh.compat" in sys.modules:
        return
    stand_in = ModuleType("urllib.request")
    stand_in.__dict__["urlretrieve"] = None
    sys.modules["urllib.request"] = stand_in
    try:
        import whoosh.compat  # noqa: F401
    finally:
        del sys.modules["urllib.request"]
