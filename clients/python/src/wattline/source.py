"""Where versions are read from."""

from __future__ import annotations

from typing import Any, Protocol

from .manifest import File


class Source(Protocol):
    """A place with sealed versions: a data folder, buckets, a server."""

    def datasets(self) -> list[str]:
        """The names of its datasets, in order."""
        ...

    def versions(self, dataset: str) -> list[str]:
        """The versions of a dataset that can be read, the newest first."""
        ...

    def manifest(self, dataset: str, version: str) -> dict[str, Any]:
        """The manifest of a version, by any of its names."""
        ...

    def read(self, dataset: str, version: str, file: File) -> bytes:
        """The bytes of one of a version's files, as they are there."""
        ...
