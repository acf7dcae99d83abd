"""Versions in place: in the data folder of one machine, or in buckets. No server is needed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from pyarrow import fs

from .errors import WattlineError
from .manifest import File

#: The stores that a version has files in.
STORES = ("features", "models", "results")


def _place(dataset: str, version: str, file: File) -> tuple[str, str]:
    """The store and the key of a version's file."""
    if file.object is not None:
        return ("models" if file.path.startswith("training/") else "features", file.object)
    folder, _, rest = file.path.partition("/")
    if folder == "training":
        return ("models", f"training-sets/{dataset}/version={version}/{rest}")
    if file.path == "preprocessor.json":
        return ("models", f"preprocessors/{dataset}/version={version}/preprocessor.json")
    if file.path == "profile.json":
        return ("results", f"reports/{dataset}/version={version}/profile.json")
    return ("features", f"feature-sets/{dataset}/version={version}/{file.path}")


class Stores:
    """Reads versions from file systems, one for each store."""

    def __init__(self, stores: Mapping[str, fs.FileSystem], where: str) -> None:
        self._stores = stores
        self._where = where

    def datasets(self) -> list[str]:
        return [
            name
            for name in self._folders("features", "feature-sets")
            if self._read("features", f"feature-sets/{name}/latest.json") is not None
        ]

    def versions(self, dataset: str) -> list[str]:
        names = self._folders("features", f"feature-sets/{dataset}")
        versions = [name.removeprefix("version=") for name in names if name.startswith("version=")]
        keys = {f"feature-sets/{dataset}/version={version}/manifest.json": version for version in versions}
        sealed = [
            (info.mtime_ns or 0, keys[key])
            for key, info in zip(keys, self._stores["features"].get_file_info(list(keys)), strict=True)
            if info.type == fs.FileType.File
        ]
        return [version for _, version in sorted(sealed, reverse=True)]

    def manifest(self, dataset: str, version: str) -> dict[str, Any]:
        named = self._latest(dataset) if version == "latest" else version
        found = self._read("features", f"feature-sets/{dataset}/version={named}/manifest.json")
        if found is not None:
            return _document(found)
        if self._read("features", f"feature-sets/{dataset}/latest.json") is None:
            raise self._unknown_dataset(dataset)
        raise WattlineError(
            "VERSION_UNKNOWN",
            f"{dataset} has no version {version} in {self._where}",
            remedy="ask dataset.versions() for those that are kept; versions by time, run or pin are named through a"
            " server: wattline.connect(server=…)",
            place={"dataset": dataset, "version": version},
        )

    def read(self, dataset: str, version: str, file: File) -> bytes:
        store, key = _place(dataset, version, file)
        found = self._read(store, key)
        if found is None:
            raise WattlineError(
                "FILE_GONE",
                f"{file.path} of {dataset}@{version} is not in {self._where}",
                remedy="read a version that is kept: a sweep removed this one meanwhile",
                place={"dataset": dataset, "version": version, "file": file.path},
            )
        return found

    def _latest(self, dataset: str) -> str:
        found = self._read("features", f"feature-sets/{dataset}/latest.json")
        if found is None:
            raise self._unknown_dataset(dataset)
        return str(_document(found)["version"])

    def _unknown_dataset(self, dataset: str) -> WattlineError:
        known = self.datasets()
        return WattlineError(
            "DATASET_UNKNOWN",
            f"{self._where} has no sealed version of a dataset {dataset}",
            remedy=f"its datasets are {', '.join(known)}" if known else "upload a file first, or look at another place",
            place={"dataset": dataset},
        )

    def _folders(self, store: str, folder: str) -> list[str]:
        selector = fs.FileSelector(folder, allow_not_found=True)
        found = self._stores[store].get_file_info(selector)
        return sorted(info.base_name for info in found if info.type == fs.FileType.Directory)

    def _read(self, store: str, key: str) -> bytes | None:
        try:
            with self._stores[store].open_input_stream(key) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None


def _document(found: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(found)
    return document


def data_folder(path: str | Path) -> Stores:
    """The data folder of ``wattline run`` and ``wattline up``."""
    root = Path(path).expanduser().resolve()
    if not (root / "features").is_dir():
        raise WattlineError(
            "FOLDER_UNKNOWN",
            f"{root} is no data folder of Wattline: it has no folder features",
            remedy="name the folder that wattline run or wattline up had as --data-dir or WATTLINE_DATA_DIR",
            place={"file": str(root)},
        )
    local = fs.LocalFileSystem()
    return Stores({name: fs.SubTreeFileSystem(str(root / name), local) for name in STORES}, str(root))


def buckets(names: Mapping[str, str], file_system: fs.FileSystem | None = None, **options: Any) -> Stores:
    """Buckets on S3, by store; ``options`` are those of ``pyarrow.fs.S3FileSystem``, such as ``region``."""
    missing = [name for name in ("features", "models") if name not in names]
    if missing:
        raise WattlineError(
            "STORE_MISSING",
            f"no bucket is named for {' and '.join(missing)}",
            remedy="name the buckets that Terraform prints as its output buckets: features, models, results",
        )
    system = file_system or fs.S3FileSystem(**options)
    return Stores(
        {name: fs.SubTreeFileSystem(bucket, system) for name, bucket in names.items()},
        ", ".join(names.values()),
    )
