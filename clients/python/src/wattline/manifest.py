"""What a sealed version says of itself."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Literal

Role = Literal["time", "entity", "feature", "target", "withheld"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of the feature rows.

    ``label`` is the name with that of the file's column in it, where that has other characters than letters, digits and
    ``_``. ``description`` says in words what it is; ``unit`` is that of its source, where it has one; ``availability`` when it
    can be known: ``past`` from earlier intervals alone, ``same-interval`` only once the row's own interval is over,
    ``calendar`` for any time.
    """

    name: str
    kind: str
    dtype: str
    role: Role
    description: str
    unit: str | None = None
    source: str | None = None
    availability: str | None = None
    scaled: bool | None = None
    label: str | None = None


@dataclass(frozen=True, slots=True)
class File:
    """A file of a version; ``object`` is its key where versions share it."""

    path: str
    bytes: int
    sha256: str
    object: str | None = None
    rows: int | None = None


@dataclass(frozen=True, slots=True)
class Horizon:
    """How far ahead a label is of the last interval that was known, such as ``24h``, and what labels are called."""

    horizon: str
    steps: int
    labels: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a sealed version consists of: columns in their order, files with their hashes."""

    dataset: str
    version: str
    engine_version: str
    rows: int
    entities: int
    interval: str
    columns: tuple[Column, ...]
    files: tuple[File, ...]
    spec: Mapping[str, Any]
    horizons: tuple[Horizon, ...] = ()
    #: How many folds there are for back-tests.
    folds: int = 0

    @property
    def entity(self) -> str:
        """The name of the column that says whose row it is."""
        return next(column.name for column in self.columns if column.role == "entity")

    @property
    def time(self) -> str:
        """The name of the column with the start of a row's interval, UTC."""
        return next(column.name for column in self.columns if column.role == "time")

    def below(self, folder: str) -> list[File]:
        """The files in a folder of the version, such as ``features``."""
        return [file for file in self.files if file.path.startswith(f"{folder}/")]


def _columns(found: Iterable[Mapping[str, Any]]) -> tuple[Column, ...]:
    return tuple(
        Column(
            name=one["name"],
            kind=one["kind"],
            dtype=one["dtype"],
            role=one["role"],
            description=one["from"],
            unit=one.get("unit"),
            source=one.get("source"),
            availability=one.get("availability"),
            scaled=one.get("scaled"),
            label=one.get("label"),
        )
        for one in found
    )


def manifest_of(document: Mapping[str, Any]) -> Manifest:
    """Reads ``manifest.json``; what a later release adds is left alone."""
    return Manifest(
        dataset=document["dataset"],
        version=document["version"],
        engine_version=document["engineVersion"],
        rows=document["rows"],
        entities=document["entities"],
        interval=document["spec"]["interval"],
        columns=_columns(document["columns"]),
        files=tuple(
            File(
                path=one["path"],
                bytes=one["bytes"],
                sha256=one["sha256"],
                object=one.get("object"),
                rows=one.get("rows"),
            )
            for one in document["files"]
        ),
        spec=document["spec"],
        horizons=tuple(
            Horizon(
                horizon=one["horizon"], steps=one["steps"], labels=tuple(label["name"] for label in one["labels"])
            )
            for one in document.get("horizons", {}).get("horizons", ())
        ),
        folds=len(document.get("folds", ())),
    )
