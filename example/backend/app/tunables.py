"""Values that somebody else adjusts while the process runs: the optimizer, through a ConfigMap mounted as a file."""

import asyncio
import logging
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Annotated, Literal, NoReturn

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.alias_generators import to_camel

from app.metrics import Metrics

log = logging.getLogger(__name__)

Status = Literal["defaults", "absent", "applied", "refused"]
"""`absent`: a file is configured and is not there. In that case and when it is refused, the values before it stay."""

PrewarmKey = Annotated[str, Field(pattern=r"^item:[1-9][0-9]{0,8}$")]

_LARGEST_FILE = 64 * 1024


class Tunables(BaseModel):
    """The file's content: a JSON object in camel case, `{"cacheTtlSeconds": 30}`. A field left out has its default; an unknown one is refused."""

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True, alias_generator=to_camel)

    cache_ttl_seconds: Annotated[int, Field(ge=1, le=3600)] = 60
    prewarm_keys: Annotated[tuple[PrewarmKey, ...], Field(max_length=100)] = ()
    """Keys that are renewed before they expire, so that no user waits for them."""
    pool_size: Annotated[int, Field(ge=1, le=50)] = 10
    """SQL connections of this process."""


class TunablesFile:
    """Reads the file again when it is another one. The kubelet swaps a symbolic link: the path stays, inode and time change."""

    def __init__(self, path: Path | None, metrics: Metrics) -> None:
        self.current = Tunables()
        self.status: Status = "defaults"
        self.problems: tuple[str, ...] = ()
        self._path = path
        self._metrics = metrics
        self._identity: tuple[int, int, int] | None = None
        self._publish()

    def refresh(self) -> bool:
        """True when other values are in force than before."""
        if self._path is None:
            return False
        before = self.current
        try:
            if _identity(os.stat(self._path)) == self._identity:
                return False
            with self._path.open("rb") as file:
                self._identity = _identity(os.fstat(file.fileno()))
                content = file.read(_LARGEST_FILE + 1)
        except OSError as error:
            self._identity = None
            self._settle("absent", (f"{self._path}: {error.strerror}",))
        else:
            self._accept(content)
        return self.current != before

    async def watch(self, apply: Callable[[Tunables], Awaitable[None]], every: float = 1.0) -> NoReturn:
        while True:
            await asyncio.sleep(every)
            if self.refresh():
                await apply(self.current)

    def _accept(self, content: bytes) -> None:
        if len(content) > _LARGEST_FILE:
            self._settle("refused", (f"must be at most {_LARGEST_FILE} bytes",))
            return
        try:
            self.current = Tunables.model_validate_json(content.decode(errors="replace"))
        except ValidationError as error:
            self._settle("refused", tuple(_problems(error)))
        else:
            self._settle("applied", ())

    def _settle(self, status: Status, problems: tuple[str, ...]) -> None:
        if (status, problems) != (self.status, self.problems):
            log.log(logging.INFO if status == "applied" else logging.WARNING, "tunables %s", status, extra={"problems": problems})
        self.status, self.problems = status, problems
        self._publish()

    def _publish(self) -> None:
        self._metrics.tunables_valid.set(self.status in ("defaults", "applied"))
        self._metrics.cache_ttl.set(self.current.cache_ttl_seconds)
        self._metrics.prewarm_keys.set(len(self.current.prewarm_keys))


def _identity(stat: os.stat_result) -> tuple[int, int, int]:
    return stat.st_mtime_ns, stat.st_ino, stat.st_size


def _problems(error: ValidationError) -> list[str]:
    return [
        f"{'.'.join(str(part) for part in problem['loc']) or 'file'}: {problem['msg']}, received {repr(problem['input'])[:80]}"
        for problem in error.errors(include_url=False)
    ]
