"""Cases on disk: events that are only ever added, in one chain of hashes a case; deleted whole or not at all.

The store knows no findings and no maths. It keeps the lines of an interview byte for byte and checks their chain.
"""

from whatelse.store.chain import NOTHING, Head, checked, checked_lines
from whatelse.store.place import default_path
from whatelse.store.store import Conflict, Deleted, Kept, Store

__all__ = ["NOTHING", "Conflict", "Deleted", "Head", "Kept", "Store", "checked", "checked_lines", "default_path"]
