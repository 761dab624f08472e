"""Settings of the interpreter for a process in which people's voices wait for each other."""

from __future__ import annotations

import asyncio
import gc
import sys

SWITCH_SECONDS = 0.0005
"""How long a thread that works keeps the others waiting. With Python's 5 ms and two threads at work, the event loop was 13 ms
late half of the time and 138 ms at the 99th percentile; so, 0.7 and 19 ms."""

COLLECT_SECONDS = 60.0


def hurry() -> None:
    """Let the event loop and the telephone's clock have their turn soon, whatever other threads do."""
    sys.setswitchinterval(SWITCH_SECONDS)


def spare_the_collector() -> None:
    """Look for garbage among what comes from now on. A walk through all modules and tables takes a tenth of a second, and
    everybody's voice would wait for it."""
    gc.collect()
    gc.freeze()


async def collect_in_time() -> None:
    """Look for garbage every minute. The parts of a call know each other, so that it lies there until somebody looks; Python
    looks when many objects have come, and a few of ours hold much sound, or memory of libraries that it does not see."""
    while True:
        await asyncio.sleep(COLLECT_SECONDS)
        gc.collect()
