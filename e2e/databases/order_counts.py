"""What the example's database says of its orders, as JSON.

    python order_counts.py <url for asyncpg>
"""

import asyncio
import json
import sys

import asyncpg

COUNTS = {
    "orders": "SELECT count(*) FROM orders",
    "fulfilled": "SELECT count(*) FROM fulfilments",
    "ordered": "SELECT coalesce(sum(quantity), 0) FROM orders",
    "shipped": "SELECT coalesce(sum(shipped), 0) FROM items",
    "unsent": "SELECT count(*) FROM outbox",
    "summarized": "SELECT coalesce(sum(orders), 0) FROM daily_sales",
}


async def main(url: str) -> None:
    connection = await asyncpg.connect(url)
    # so that all counts are of the same snapshot
    async with connection.transaction(isolation="repeatable_read"):
        print(json.dumps({name: int(await connection.fetchval(query)) for name, query in COUNTS.items()}))
    await connection.close()


asyncio.run(main(sys.argv[1]))
