"""python make_databases.py <url of a superuser> <name>…: empty databases."""

import asyncio
import sys

import asyncpg


async def make(url: str, names: list[str]) -> None:
    connection = await asyncpg.connect(url)
    for name in names:
        await connection.execute(f'CREATE DATABASE "{name}"')
    await connection.close()


asyncio.run(make(sys.argv[1], sys.argv[2:]))
