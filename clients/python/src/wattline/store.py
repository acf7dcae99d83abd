"""Versions in place: in the data folder of one machine, or in buckets. No server is needed."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import chain
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
        with self._asking():
            found = self._store("features").get_file_info(list(keys))
        sealed = {
            version: info.mtime_ns or 0
            for version, info in zip(keys.values(), found, strict=True)
            if info.type == fs.FileType.File
        }
        shared = {at for at, count in Counter(sealed.values()).items() if count > 1}
        commits = self._commits(dataset, {version: at for version, at in sealed.items() if at in shared})
        return sorted(sealed, key=lambda version: (sealed[version], commits.get(version, -1)), reverse=True)

    def _commits(self, dataset: str, versions: Mapping[str, int]) -> dict[str, int]:
        """The numbers of versions as commits of the Delta table: buckets know times in whole seconds alone."""
        numbers: dict[str, int] = {}
        if not versions:
            return numbers
        log = fs.FileSelector(f"feature-sets/{dataset}/_delta_log", allow_not_found=True)
        with self._asking():
            files = self._store("features").get_file_info(log)
        commits = sorted((info for info in files if info.extension == "json"), key=lambda one: str(one.base_name))
        # A commit follows the manifest it is of; only in a bucket that was copied it may be the older one.
        since = min(versions.values())
        later = [info for info in commits if (info.mtime_ns or 0) >= since]
        earlier = [info for info in commits if (info.mtime_ns or 0) < since]
        for info in chain(later, earlier):
            first = (self._read("features", info.path) or b"{}").split(b"\n", 1)[0]
            version = _document(first).get("commitInfo", {}).get("wattline", {}).get("version")
            if version in versions:
                numbers.setdefault(version, int(info.base_name.split(".", 1)[0]))
            if len(numbers) == len(versions):
                break
        return numbers

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
        with self._asking():
            found = self._store(store).get_file_info(selector)
        return sorted(info.base_name for info in found if info.type == fs.FileType.Directory)

    def _read(self, store: str, key: str) -> bytes | None:
        try:
            with self._asking(), self._store(store).open_input_stream(key) as stream:
                return bytes(stream.read())
        except FileNotFoundError:
            return None

    def _store(self, name: str) -> fs.FileSystem:
        found = self._stores.get(name)
        if found is None:
            raise _missing([name])
        return found

    @contextmanager
    def _asking(self) -> Iterator[None]:
        try:
            yield
        except FileNotFoundError:
            raise
        except OSError as cause:
            raise WattlineError(
                "STORE_UNREACHABLE",
                f"{self._where} cannot be read: {cause}",
                remedy="check the names, the region and the credentials, and that these may list and read there",
            ) from cause


def _document(found: bytes) -> dict[str, Any]:
    document: dict[str, Any] = json.loads(found)
    return document


def _missing(stores: Sequence[str]) -> WattlineError:
    return WattlineError(
        "STORE_MISSING",
        f"no bucket is named for {' and '.join(stores)}",
        remedy="name the buckets that Terraform prints as its output buckets: features, models, results",
    )


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
        raise _missing(missing)
    system = file_system or fs.S3FileSystem(**options)
    return Stores(
        {name: fs.SubTreeFileSystem(bucket, system) for name, bucket in names.items()},
        ", ".join(names.values()),
    )
