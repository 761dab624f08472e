"""What several processes (nodes) of one installation share: who has which live session, and a way to reach each other.

Ownership and everything that must not be lost is in PostgreSQL (`node`); Redis carries messages, short-lived secrets, counts
and the queue of jobs (`bus`, `in_redis`, `jobs`, which alone need its client). Without Redis talks go on, and nodes find out
a little later.
"""

from __future__ import annotations

from feedbackyes.cluster.node import HeldElsewhere, LeaseLost, NoAnswer, Node
from feedbackyes.cluster.shared import InMemory, Shared

__all__ = ["HeldElsewhere", "InMemory", "LeaseLost", "NoAnswer", "Node", "Shared"]
