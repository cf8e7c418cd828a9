"""Makes the injected packages importable behind the application's own.

Only the few that instrumentation needs are visible at all, and each of them only where the application has none. `opentelemetry-api` is the one exception: its
authors promise that a newer one serves whatever was written for an older one, so the newer of both is taken, unless the application brings its own SDK.
"""

import os
import sys
from importlib import import_module, metadata, util
from importlib.machinery import ModuleSpec, PathFinder
from typing import Any

VISIBLE = ("opentelemetry", "wrapt", "packaging", "typing_extensions", "asgiref")
"""Everything else that lies in the folder (requests, urllib3, certifi, protobuf, …) is invisible: nothing here needs it."""


class Injected:
    """Finds modules, and what is said of their packages, in the folder of the injected ones."""

    def __init__(self, folder: str, visible: tuple[str, ...], first: bool = False) -> None:
        self.folder = folder
        self._visible = visible
        self._first = first

    def find_spec(self, fullname: str, path: object = None, target: object = None) -> ModuleSpec | None:
        root, *below = fullname.split(".")
        if root not in self._visible:
            return None
        places = [os.path.join(self.folder, root, *below[:-1]) if below else self.folder]
        if self._first:  # a package of both is one namespace with the parts of both
            places += [place for place in (sys.path if path is None else path) if place not in places]
        return PathFinder.find_spec(fullname, places, target)

    def find_distributions(self, context: metadata.DistributionFinder.Context | None = None) -> list[metadata.Distribution]:
        if context is not None and "path" in vars(context):
            return []  # asked for other places
        name = None if context is None else context.name
        found = metadata.MetadataPathFinder.find_distributions(metadata.DistributionFinder.Context(name=name, path=[self.folder]))
        return [one for one in found if _root(one.metadata["Name"]) in self._visible]

    def invalidate_caches(self) -> None:
        """Required of finders; nothing is cached."""


def _root(distribution: str | None) -> str:
    """Name of the module that a distribution of the folder holds."""
    name = (distribution or "").lower().replace("-", "_")
    return "opentelemetry" if name.startswith("opentelemetry_") else name


def make_visible(folder: str) -> None:
    own_api, own_sdk = version("opentelemetry-api"), version("opentelemetry-sdk")
    sys.meta_path.append(Injected(folder, VISIBLE))  # type: ignore[arg-type]
    injected = next((one.version for one in metadata.distributions(name="opentelemetry-api", path=[folder])), "0")
    if own_api is not None and own_sdk is None and _numbers(own_api) < _numbers(injected):
        sys.meta_path.insert(0, Injected(folder, ("opentelemetry",), first=True))  # type: ignore[arg-type]
    if own_api is not None and own_sdk is None and _numbers(own_api) > _numbers(injected):
        for name in _LENDING:
            _lend(name, folder)


_LENDING = ("opentelemetry.util.types", "opentelemetry.attributes")
"""Modules of the API from which the SDK takes names that begin with "_", and that a newer API may lack."""


def _lend(name: str, folder: str) -> None:
    """What only the API of the SDK's own version has is read from there."""
    module = import_module(name)
    spec = PathFinder.find_spec(name, [os.path.join(folder, *name.split(".")[:-1])])
    if spec is None or spec.loader is None:
        return

    def lent(wanted: str) -> Any:
        if not wanted.startswith("_") or wanted.startswith("__"):
            raise AttributeError(f"module {name!r} has no attribute {wanted!r}")
        twin = util.module_from_spec(spec)
        spec.loader.exec_module(twin)  # type: ignore[union-attr]
        return getattr(twin, wanted)

    vars(module).setdefault("__getattr__", lent)


def version(distribution: str) -> str | None:
    """Of what `import` would take, or `None`."""
    try:
        return metadata.version(distribution)
    except metadata.PackageNotFoundError:
        return None


def _numbers(text: str) -> tuple[int, ...]:
    """`1.43.0` → (1, 43, 0); a pre-release counts as its release."""
    return tuple(int("".join(digit for digit in part if digit.isdigit()) or 0) for part in text.split(".")[:3])


def unmet(distribution: str, seen: frozenset[str] = frozenset()) -> str | None:
    """The first requirement, its own or one of those it requires, that what is there does not meet; as people read it."""
    from packaging.requirements import Requirement

    for text in metadata.requires(distribution) or ():
        wanted = Requirement(text)
        if wanted.name == "opentelemetry-api":  # chosen above, by its authors' promise
            continue
        if wanted.marker is not None and not wanted.marker.evaluate({"extra": ""}):
            continue
        there = version(wanted.name)
        if there is None or not wanted.specifier.contains(there, prereleases=True):
            return f"{distribution} needs {wanted.name}{wanted.specifier}, there is {there or 'none'}"
        if wanted.name.startswith("opentelemetry-") and wanted.name not in seen:
            below = unmet(wanted.name, seen | {distribution})
            if below is not None:
                return below
    return None
