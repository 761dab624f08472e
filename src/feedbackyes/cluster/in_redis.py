"""`Shared` for several nodes, and the counts of failed attempts to sign in.

What this node has put it has also in memory, so that it goes on knowing it while Redis is gone.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping

from redis.asyncio import Redis

from feedbackyes.cluster.bus import GONE, PREFIX
from feedbackyes.cluster.shared import InMemory
from feedbackyes.domain.throttle import FIRST_SECONDS, FORGOTTEN_SECONDS, LONGEST_SECONDS, Throttle

_BEGIN = """
local now, wait = tonumber(ARGV[1]), 0
for i, key in ipairs(KEYS) do
  local count = tonumber(redis.call('HGET', key, 'count') or 0)
  local free = tonumber(ARGV[i + 4])
  if count >= free then
    local last = tonumber(redis.call('HGET', key, 'last'))
    local penalty = math.min(tonumber(ARGV[3]), tonumber(ARGV[2]) * 2 ^ math.min(count - free, 20))
    wait = math.max(wait, last + penalty - now)
  end
end
if wait <= 0 then
  for _, key in ipairs(KEYS) do
    redis.call('HINCRBY', key, 'count', 1)
    redis.call('HSET', key, 'last', ARGV[1])
    redis.call('EXPIRE', key, ARGV[4])
  end
end
return tostring(wait)
"""
"""As `Throttle.begin`, at once for all nodes."""
_TAKE_BACK = """
if tonumber(redis.call('HGET', KEYS[1], 'count') or 0) > 0 then redis.call('HINCRBY', KEYS[1], 'count', -1) end
return 0
"""
logger = logging.getLogger(__name__)


class InRedis:
    """Of all nodes. What cannot be asked of Redis is answered from what this node knows itself."""

    def __init__(self, redis: Redis) -> None:
        self._redis = redis
        self._own = InMemory()

    async def put(self, kind: str, key: str, value: bytes, seconds: float) -> None:
        await self._own.put(kind, key, value, seconds)
        try:
            await self._redis.set(_name(kind, key), value, px=max(1, round(seconds * 1000)))
        except GONE as error:
            logger.warning("Other nodes will not know a %s that was given out here: %s", kind, error)

    async def get(self, kind: str, key: str) -> bytes | None:
        own = await self._own.get(kind, key)
        if own is not None:
            return own
        try:
            found = await self._redis.get(_name(kind, key))
        except GONE:
            return None
        return None if found is None else bytes(found)

    async def take(self, kind: str, key: str) -> bytes | None:
        own = await self._own.take(kind, key)
        try:
            found = await self._redis.getdel(_name(kind, key))
        except GONE:
            return own
        return None if found is None else bytes(found)

    async def count(self, kind: str, key: str, seconds: float) -> int:
        own = await self._own.count(kind, key, seconds)
        name = _name(kind, key)
        try:
            async with self._redis.pipeline(transaction=True) as pipeline:
                pipeline.incr(name)
                pipeline.pexpire(name, max(1, round(seconds * 1000)), nx=True)
                found = await pipeline.execute()
        except GONE:
            return own
        return max(own, int(found[0]))


class CountsInRedis:
    """Failures of all nodes, as `Throttle` counts those of one; which goes on alone while Redis is gone."""

    def __init__(self, redis: Redis) -> None:
        self._own = Throttle()
        self._redis = redis
        self._begin, self._take_back = redis.register_script(_BEGIN), redis.register_script(_TAKE_BACK)

    async def begin(self, keys: Mapping[str, int], now: float) -> float:
        """As `Throttle.begin`, with Unix seconds."""
        numbers = (now, FIRST_SECONDS, LONGEST_SECONDS, round(FORGOTTEN_SECONDS), *keys.values())
        try:
            return float(await self._begin([_name("failures", key) for key in keys], numbers))
        except GONE:
            return self._own.begin(keys, now)

    async def forgive(self, key: str) -> None:
        self._own.forgive(key)
        try:
            await self._redis.delete(_name("failures", key))
        except GONE as error:
            logger.warning("Other nodes do not know that an account may try again: %s", error)

    async def take_back(self, key: str) -> None:
        self._own.take_back(key)
        try:
            await self._take_back([_name("failures", key)])
        except GONE as error:
            logger.warning("Other nodes count an attempt that was none: %s", error)


def _name(kind: str, key: str) -> str:
    return f"{PREFIX}:{kind}:{key}"
