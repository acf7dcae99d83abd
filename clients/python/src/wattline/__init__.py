"""Reads Wattline's sealed, versioned feature sets: from a data folder or buckets, without a server, or through one.

    import wattline

    version = wattline.dataset("plant-7").version()
    version.features()                # pandas; .features("polars")
    version.training("train")
    version.diff("0b4c6b9fb6bb4549")
    version.rows(entity="M3", readings=[...])

Where: ``connect`` says it, else ``WATTLINE_SERVER`` with ``WATTLINE_TOKEN``, else the folder ``WATTLINE_DATA_DIR``, else
``./wattline-data``.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from .changes import Change, Changes
from .dataset import Dataset, Split, Version
from .errors import WattlineError
from .manifest import Column, File, Horizon, Manifest
from .server import Server
from .serving import BulkAnswer, RowsRequest, ServedRow, ServedRows
from .source import Source
from .store import buckets, data_folder

__all__ = [
    "BulkAnswer",
    "Change",
    "Changes",
    "Column",
    "Connection",
    "Dataset",
    "File",
    "Horizon",
    "Manifest",
    "RowsRequest",
    "ServedRow",
    "ServedRows",
    "Split",
    "Version",
    "WattlineError",
    "connect",
    "dataset",
    "datasets",
]


class Connection:
    """A place with datasets."""

    def __init__(self, source: Source, serving: Server | None = None) -> None:
        self._source = source
        self._serving = serving

    def dataset(self, name: str) -> Dataset:
        """A dataset by its name."""
        return Dataset(self._source, name, self._serving)

    def datasets(self) -> list[str]:
        """The names of its datasets that have a sealed version."""
        return self._source.datasets()


def connect(
    *,
    server: str | None = None,
    token: str | None = None,
    data_dir: str | Path | None = None,
    stores: Mapping[str, str] | None = None,
    serving: str | None = None,
    **options: Any,
) -> Connection:
    """Names a place: a server, a data folder, or the buckets of each store; ``options`` are those of S3.

    ``serving`` is where rows are served, else ``WATTLINE_SERVING``.
    """
    key = token or os.environ.get("WATTLINE_TOKEN")
    address = serving or os.environ.get("WATTLINE_SERVING")
    return Connection(
        _source(server=server, token=key, data_dir=data_dir, stores=stores, options=options),
        None if address is None else Server(address, key),
    )


def _source(
    *,
    server: str | None,
    token: str | None,
    data_dir: str | Path | None,
    stores: Mapping[str, str] | None,
    options: Mapping[str, Any],
) -> Source:
    if stores is not None:
        return buckets(stores, **options)
    if server is not None:
        return Server(server, token)
    if data_dir is not None:
        return data_folder(data_dir)
    if named := os.environ.get("WATTLINE_SERVER"):
        return Server(named, token)
    return data_folder(os.environ.get("WATTLINE_DATA_DIR", "wattline-data"))


def dataset(name: str) -> Dataset:
    """A dataset by its name, where ``connect()`` finds it."""
    return connect().dataset(name)


def datasets() -> list[str]:
    """The names of all datasets with a sealed version, where ``connect()`` finds them."""
    return connect().datasets()
