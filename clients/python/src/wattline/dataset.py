"""A dataset and its sealed versions."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, overload

from . import inverse
from .changes import Changes, changes_between, changes_from_server
from .errors import WattlineError
from .frames import FrameKind, as_frame, check_columns, table_of
from .manifest import Column, File, Horizon, Manifest, manifest_of
from .server import Server
from .serving import Served
from .source import Source

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl
    import pyarrow as pa

Split = Literal["train", "validation", "test"]

#: Files that are read at once: each waits for the disk, or the network.
_AT_ONCE = 8


class Version(Served):
    """A sealed version: it never changes, and every file is checked against its hash before it is used."""

    def __init__(self, source: Source, manifest: Manifest, serving: Server | None = None) -> None:
        super().__init__(serving, manifest.dataset, manifest.version)
        self._source = source
        self.manifest = manifest
        self._labels: dict[tuple[str, int | None], inverse.Label] = {}

    @property
    def dataset(self) -> str:
        return self.manifest.dataset

    @property
    def id(self) -> str:
        """The name of the version, such as ``0b4c6b9fb6bb4549``."""
        return self.manifest.version

    @property
    def columns(self) -> tuple[Column, ...]:
        """The columns of the feature rows, in their order."""
        return self.manifest.columns

    @property
    def target(self) -> list[str]:
        """The columns that are to be predicted."""
        return [column.name for column in self.columns if column.role == "target"]

    @overload
    def features(self, frame: Literal["pandas"] = ..., *, columns: Sequence[str] | None = ..., entities: Sequence[str] | None = ..., start: datetime | None = ..., end: datetime | None = ...) -> pd.DataFrame: ...  # fmt: skip
    @overload
    def features(self, frame: Literal["polars"], *, columns: Sequence[str] | None = ..., entities: Sequence[str] | None = ..., start: datetime | None = ..., end: datetime | None = ...) -> pl.DataFrame: ...  # fmt: skip
    @overload
    def features(self, frame: Literal["arrow"], *, columns: Sequence[str] | None = ..., entities: Sequence[str] | None = ..., start: datetime | None = ..., end: datetime | None = ...) -> pa.Table: ...  # fmt: skip
    def features(
        self,
        frame: FrameKind = "pandas",
        *,
        columns: Sequence[str] | None = None,
        entities: Sequence[str] | None = None,
        start: datetime | None = None,
        end: datetime | None = None,
    ) -> Any:
        """The feature rows, unscaled, sorted by entity and time.

        ``columns`` are those besides entity and ``event_timestamp``; ``start`` is part of the span, ``end`` is not. A row
        is named by the start of its interval: it can be known when that is over.
        """
        check_columns(columns, [column.name for column in self.columns], str(self))
        files = self._read(self.manifest.below("features"))
        table = table_of(files, self.manifest, columns=columns, entities=entities, start=start, end=end)
        return as_frame(table, frame)

    @property
    def horizons(self) -> tuple[Horizon, ...]:
        """How far ahead there are training sets for, each with its labels."""
        return self.manifest.horizons

    @overload
    def training(self, split: Split = ..., frame: Literal["pandas"] = ..., *, horizon: str | None = ..., fold: int | None = ...) -> pd.DataFrame: ...  # fmt: skip
    @overload
    def training(self, split: Split, frame: Literal["polars"], *, horizon: str | None = ..., fold: int | None = ...) -> pl.DataFrame: ...  # fmt: skip
    @overload
    def training(self, split: Split, frame: Literal["arrow"], *, horizon: str | None = ..., fold: int | None = ...) -> pa.Table: ...  # fmt: skip
    def training(
        self, split: Split = "train", frame: FrameKind = "pandas", *, horizon: str | None = None, fold: int | None = None
    ) -> Any:
        """The rows of a training set, scaled as ``preprocessor()`` says, sorted by entity and time.

        ``horizon``, such as ``24h``, asks for the set of a horizon of the spec: each row holds what was known so long
        before its label, of which ``horizons`` has the name. ``fold``, from 1, asks for ``train`` or ``test`` of a fold.
        """
        if split not in ("train", "validation", "test"):
            raise WattlineError(
                "SPLIT_UNKNOWN", f"there is no training set {split!r}", remedy="ask for train, validation or test"
            )
        known = [one.horizon for one in self.horizons]
        if horizon is not None and horizon not in known:
            raise WattlineError(
                "HORIZON_UNKNOWN",
                f"{self} has no training set for {horizon!r} ahead",
                remedy=f"ask for one of {', '.join(known)}" if known else "write target.horizons in its wattline.yaml",
            )
        if fold is not None and (fold not in range(1, self.manifest.folds + 1) or split == "validation"):
            raise WattlineError(
                "FOLD_UNKNOWN",
                f"{self} has no {split} set of fold {fold}",
                remedy=f"ask for train or test of fold 1 to {self.manifest.folds}"
                if self.manifest.folds
                else "write split.folds in its wattline.yaml",
            )
        folder = "" if horizon is None else f"horizon={horizon}/"
        name = f"training/{folder}{split}" if fold is None else f"training/{folder}fold={fold}/{split}"
        files = [
            file
            for file in self.manifest.below("training")
            if file.path == f"{name}.parquet" or file.path.startswith(f"{name}/")
        ]
        return as_frame(table_of(self._read(files), self.manifest), frame)

    def preprocessor(self) -> dict[str, Any]:
        """How training sets were made of feature rows: columns, split, scaler."""
        return self._document("preprocessor.json")

    def unscale(self, column: str, value: Any, *, entity: str | Sequence[str] | None = None, fold: int | None = None) -> Any:
        """A scaled value of a target, or a model's predictions of it, in its unit again; of labels of horizons too.

        Takes numbers, arrays (also of one column) and series. Of differences it is what is to be added: ``invert`` adds it. ``entity`` says whose
        they are, one for all or one for each, where each is scaled by itself; ``fold`` which the model was trained on.
        """
        label = self._label(column, fold)
        return inverse.plain(label, inverse.flat(label, value), entity)

    def invert(self, label: str, predictions: Any, rows: Any = None, *, fold: int | None = None) -> Any:
        """A model's predictions of a label in the unit of its column, whatever the label is.

        Its scale and its logarithm or power are undone, and what a difference is of is added. ``rows`` are those that the
        predictions are of, in their order: rows that were served, or a frame of ``training(…, horizon=…)``, whose references
        the sealed features have. NaN where that value is missing.
        """
        made = self._label(label, fold)
        predictions = inverse.flat(made, predictions)
        whose = None if made.own is None else inverse.entities_of(self, rows, predictions)
        value = inverse.plain(made, predictions, whose)
        if made.reference is None:
            return value
        found = inverse.references(self, made, rows)
        count = 1 if isinstance(value, (int, float)) else len(value)
        if count != len(found):
            raise inverse.others(made, count, len(found))
        if isinstance(value, (int, float)):
            return value + found[0]
        import numpy

        return value + numpy.asarray(found)

    def _label(self, name: str, fold: int | None) -> inverse.Label:
        check_columns([name], [*self.target, *(label for one in self.horizons for label in one.labels)], str(self))
        known = self._labels.get((name, fold))
        if known is None:
            known = self._labels[name, fold] = inverse.label_of(self.preprocessor(), name, fold)
        return known

    def profile(self) -> dict[str, Any]:
        """What the readings look like: counts, spread, gaps, findings."""
        return self._document("profile.json")

    def written(self) -> dict[str, Any] | None:
        """How the uploads are written that the version consists of: ``written`` of ``openTransform``.

        None where that is not known, as of versions of before it was kept beside them.
        """
        try:
            content = self._source.read(self.dataset, self.id, File("written.json", 0, ""))
        except WattlineError as error:
            if error.code in ("FILE_GONE", "FILE_UNKNOWN"):
                return None
            raise
        document: dict[str, Any] = json.loads(content)
        return document

    def file(self, path: str) -> bytes:
        """The bytes of a file of the version, its hash checked."""
        [content] = self._read([self._named(path)])
        return content

    def diff(self, other: Version | str) -> Changes:
        """What changed from this version to another one; files with the same hash are not read.

        Through a server each change names the upload and the line that made it.
        """
        to = other if isinstance(other, Version) else Dataset(self._source, self.dataset).version(other)
        if isinstance(self._source, Server):
            return changes_from_server(self._source, self.dataset, self.id, to.id)
        return changes_between(self, to)

    def __repr__(self) -> str:
        return f"{self.dataset}@{self.id}"

    @cached_property
    def _by_path(self) -> dict[str, File]:
        return {file.path: file for file in self.manifest.files}

    def _named(self, path: str) -> File:
        found = self._by_path.get(path)
        if found is None:
            raise WattlineError(
                "FILE_UNKNOWN",
                f"{self} has no file {path}",
                remedy="see version.manifest.files for its files",
                place={"file": path},
            )
        return found

    def _document(self, path: str) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(self.file(path))
        return document

    def _read(self, files: Sequence[File]) -> list[bytes]:
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            return list(pool.map(self._checked, files))

    def _checked(self, file: File) -> bytes:
        content = self._source.read(self.dataset, self.id, file)
        if hashlib.sha256(content).hexdigest() != file.sha256:
            raise WattlineError(
                "FILE_DAMAGED",
                f"{file.path} of {self} is not what was sealed: its SHA-256 differs from the manifest's",
                remedy="restore the file from a backup, or upload the data again to another dataset",
                place={"file": file.path},
            )
        return content


class Dataset(Served):
    """The versions of a dataset."""

    def __init__(self, source: Source, name: str, serving: Server | None = None) -> None:
        super().__init__(serving, name)
        self._source = source
        self.name = name

    def version(self, name: str = "latest") -> Version:
        """A version by its id; through a server also as of a time or a run, or by the name of a pin."""
        return Version(self._source, manifest_of(self._source.manifest(self.name, name)), self._serving)

    def versions(self) -> list[str]:
        """The versions that can be read, the newest first."""
        return self._source.versions(self.name)

    def spec(self) -> str:
        """What ``wattline.yaml`` of the dataset says; where there is none, what to begin one with."""
        return str(self._server("a spec is read from").spec(self.name)["text"])

    def write_spec(self, text: str) -> None:
        """Writes ``wattline.yaml``; it counts for uploads from then on."""
        self._server("a spec is written to").write_spec(self.name, text)

    def upload(self, name: str, content: bytes) -> str:
        """Uploads a file to the dataset and returns its run; ``wait`` says when a version has it."""
        answer = self._server("files are uploaded to").upload("/uploads", {"dataset": self.name, "name": name}, content)
        return str(answer["run"])

    def wait(self, run: str, *, seconds: float = 600) -> Version:
        """Waits until a version has what a run uploaded, and returns that version."""
        return self.version(self._server("runs are waited for at").sealed_by(run, seconds))

    def __repr__(self) -> str:
        return f"wattline.dataset({self.name!r})"

    def _server(self, what: str) -> Server:
        if isinstance(self._source, Server):
            return self._source
        raise WattlineError(
            "SERVER_NEEDED",
            f"{what} a running stack",
            remedy="connect with wattline.connect(server=…), or use npx wattline run",
        )
