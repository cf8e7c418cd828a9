"""Starts tracing in this interpreter and says in one line what is traced, what is left out, and why."""

import os
import sys

OLDEST = (3, 10)
"""Of the injected packages (`Requires-Python`)."""


def start():
    if sys.version_info < OLDEST:  # this file alone is read by an older one
        raise RuntimeError("Python %d.%d is older than %d.%d" % (sys.version_info[:2] + OLDEST))
    folder = os.environ.get("LYO_INSTRUMENTATION", "")
    if not os.path.isdir(folder):
        raise RuntimeError("LYO_INSTRUMENTATION must be the folder of the injected packages, received %r" % folder)
    import lyo_packages

    lyo_packages.make_visible(folder)
    import lyo_tracing

    said = lyo_tracing.begin(folder)
    # children of the process inherit it: migrations and shell scripts would repeat the line
    if os.environ.setdefault("LYO_INSTRUMENTATION_SAID", str(os.getpid())) == str(os.getpid()):
        sys.stderr.write("lyo-platform: %s\n" % said)
