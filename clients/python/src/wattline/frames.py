"""Parquet files as one frame, in the order of entity and time."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, overload

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .errors import WattlineError
from .manifest import Manifest

if TYPE_CHECKING:
    import pandas as pd
    import polars as pl

#: Which library a frame is of.
FrameKind = Literal["pandas", "polars", "arrow"]


def table_of(
    files: Iterable[bytes],
    manifest: Manifest,
    *,
    columns: Sequence[str] | None = None,
    entities: Sequence[str] | None = None,
    start: datetime | None = None,
    end: datetime | None = None,
) -> pa.Table:
    """One table of the files' rows: those of ``entities``, from ``start`` to before ``end``, sorted by entity and time."""
    keys = [manifest.time, manifest.entity]
    wanted = None if columns is None else [*keys, *(name for name in columns if name not in keys)]
    tables = []
    for content in files:
        found = pq.read_table(io.BytesIO(content), columns=wanted, partitioning=None)
        if entities is not None:
            found = found.filter(pc.is_in(found[manifest.entity], pa.array(list(entities), pa.string())))
        for bound, is_kept in ((start, pc.greater_equal), (end, pc.less)):
            if bound is not None:
                found = found.filter(is_kept(found[manifest.time], pa.scalar(instant(bound), found[manifest.time].type)))
        tables.append(found)
    table = pa.concat_tables(tables) if tables else _empty(manifest, wanted)
    return table.sort_by([(manifest.entity, "ascending"), (manifest.time, "ascending")])


def check_columns(columns: Sequence[str] | None, known: Sequence[str], where: str) -> None:
    """Refuses names that the set does not have, with those that are near."""
    unknown = [name for name in columns or () if name not in known]
    if unknown:
        from difflib import get_close_matches

        near = get_close_matches(unknown[0], known, n=3)
        raise WattlineError(
            "COLUMN_UNKNOWN",
            f"{where} has no column {unknown[0]!r}",
            remedy=f"perhaps {' or '.join(map(repr, near))}" if near else "see version.columns for its columns",
            place={"column": unknown[0]},
        )


@overload
def as_frame(table: pa.Table, kind: Literal["pandas"]) -> pd.DataFrame: ...
@overload
def as_frame(table: pa.Table, kind: Literal["polars"]) -> pl.DataFrame: ...
@overload
def as_frame(table: pa.Table, kind: Literal["arrow"]) -> pa.Table: ...
def as_frame(table: pa.Table, kind: FrameKind) -> Any:
    """The table as a frame of pandas or polars; values are the same bits."""
    try:
        if kind == "pandas":
            # Without it pandas cannot be imported by pyarrow, which says so in other words.
            import pandas  # noqa: F401

            return table.to_pandas()
        if kind == "polars":
            import polars

            return polars.from_arrow(table)
    except ImportError as cause:
        raise WattlineError(
            "PACKAGE_MISSING",
            f"{kind} is not installed",
            remedy=f"pip install 'wattline[{kind}]', or ask for another kind of frame",
        ) from cause
    if kind == "arrow":
        return table
    raise WattlineError("FRAME_UNKNOWN", f"no frames are made of {kind!r}", remedy="ask for pandas, polars or arrow")


def instant(at: datetime) -> datetime:
    """The time as it was given; one without a zone is refused."""
    if at.tzinfo is None:
        raise WattlineError(
            "TIME_WITHOUT_ZONE",
            f"{at.isoformat()} has no time zone",
            remedy="give it one, such as datetime(2024, 1, 1, tzinfo=timezone.utc)",
        )
    return at


_TYPES = {
    "Int64": pa.int64(),
    "Float64": pa.float64(),
    "String": pa.string(),
    "Datetime(ms, UTC)": pa.timestamp("ms", "UTC"),
}


def _empty(manifest: Manifest, wanted: Sequence[str] | None) -> pa.Table:
    fields = [(column.name, _TYPES[column.dtype]) for column in manifest.columns]
    return pa.schema([field for field in fields if wanted is None or field[0] in wanted]).empty_table()
