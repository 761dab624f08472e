"""What outlives the process: one module per aggregate, all over one `Database`.

Functions take `tx`, what `async with database.begin() as tx:` gives, as their first argument and speak domain objects.
What is written is durable when the block is left.
"""

from __future__ import annotations

from feedbackyes.storage.database import Database

__all__ = ["Database"]
