"""`python -m app.lives`: ends with 0 while the worker goes round, for the kubelet. A port would be answered by the kernel also when nothing goes round."""

import os
import sys
import time

LONGEST_SECONDS = 120.0
"""Longer than the longest step of a worker: a time-out of the database, and the packing of one order."""


def main() -> None:
    path = os.environ.get("ALIVE_FILE") or "/tmp/worker-alive"
    try:
        age = time.time() - os.stat(path).st_mtime
    except OSError as error:
        sys.exit(f"{path}: {error.strerror}")
    if age > LONGEST_SECONDS:
        sys.exit(f"{path}: the last round was {age:.0f} s ago")


if __name__ == "__main__":
    main()
