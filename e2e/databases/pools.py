"""Pods of an application as its database sees them: pools of SQLAlchemy, all of them busy at once.

    python pools.py <url> <seconds that each is busy> <pods>x<pool>+<overflow>…

Prints, as JSON, how many got their connection and what the others were told.
"""

import asyncio
import json
import sys
from collections import Counter

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncEngine, create_async_engine


async def busy(engine: AsyncEngine, seconds: float) -> str:
    try:
        async with engine.connect() as connection:
            await connection.execute(text("SELECT pg_sleep(:seconds)"), {"seconds": seconds})
    except Exception as error:
        return f"{type(error).__name__}: {error}".splitlines()[0]
    return "served"


async def play(url: str, seconds: float, groups: list[str]) -> Counter[str]:
    work = []
    for group in groups:
        pods, _, pool = group.partition("x")
        size, _, overflow = pool.partition("+")
        for _ in range(int(pods)):
            # whoever waits for longer than the others are busy was refused by the pool, and no pool may do that: each is asked for what it has
            engine = create_async_engine(url, pool_size=int(size), max_overflow=int(overflow), pool_timeout=seconds / 2)
            work += [busy(engine, seconds) for _ in range(int(size) + int(overflow))]
    return Counter(await asyncio.gather(*work))


print(json.dumps(asyncio.run(play(sys.argv[1], float(sys.argv[2]), sys.argv[3:]))))
