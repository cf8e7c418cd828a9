"""What Python runs at the start of every interpreter that has this folder in PYTHONPATH.

It must never break a start: whatever goes wrong ends in "not instrumented" and one line. So it is written for every Python there is, and does nothing itself.
"""

import os
import sys


def _own_sitecustomize():
    """Runs the one of the image, which this one stands before."""
    from importlib import machinery, util

    here = os.path.dirname(os.path.abspath(__file__))
    spec = machinery.PathFinder.find_spec("sitecustomize", [place for place in sys.path if os.path.abspath(place) != here])
    if spec is not None and spec.loader is not None:
        module = util.module_from_spec(spec)
        sys.modules["sitecustomize"] = module
        spec.loader.exec_module(module)


def _instrument():
    try:
        import lyo_start

        lyo_start.start()
    except BaseException as error:  # a SyntaxError of an old Python and a SystemExit of a library alike
        sys.stderr.write("lyo-platform: not instrumented: %s: %s\n" % (type(error).__name__, " ".join(str(error).split())))


try:
    _own_sitecustomize()
finally:
    _instrument()
