"""How every process of the shop starts: with settings, or not at all."""

import os
import sys

from app.log_lines import log_as_json
from app.settings import InvalidSettings, Settings, read_settings


def start() -> Settings:
    """What the environment decides; from here on lines are JSON. Settings that are wrong end the process with status 1 and every problem on stderr."""
    try:
        settings = read_settings(os.environ)
    except InvalidSettings as invalid:
        raise refused(invalid) from None
    log_as_json(settings.log_level)
    return settings


def refused(problems: InvalidSettings) -> SystemExit:
    """The end of a process that cannot run like this."""
    print(problems, file=sys.stderr)
    return SystemExit(1)
