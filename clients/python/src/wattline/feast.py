"""A version as a file source and a feature view of Feast. Needs ``pip install 'wattline[feast]'``.

A row is named by the start of its interval, but known only when that is over: Feast joins by ``available_at``, so that no
row is handed out before it could be known. Versions that were sealed without it are given the end of the interval.
"""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from .errors import WattlineError

if TYPE_CHECKING:
    from .dataset import Version
    from .manifest import Column

AVAILABLE_AT = "available_at"

_MS = {"m": 60_000, "h": 3_600_000, "d": 86_400_000}
_TYPES = {"Int64": "Int64", "Float64": "Float64", "String": "String"}


def export(version: Version, folder: str | Path) -> Path:
    """Writes ``<dataset>.parquet`` and ``features.py``, a feature repository's definitions, and returns the latter.

    Columns that Feast cannot name have other characters replaced by ``_``; the label of the field is the name as it was.
    """
    root = Path(folder)
    root.mkdir(parents=True, exist_ok=True)
    manifest = version.manifest
    table = version.features("arrow")
    names = _names(manifest.columns)
    table = table.rename_columns([names[name] for name in table.column_names])
    if AVAILABLE_AT not in table.column_names:
        at = table[names[manifest.time]]
        ends = pc.add(at.cast(pa.int64()), pa.scalar(_interval_ms(manifest.interval), pa.int64())).cast(at.type)
        table = table.append_column(AVAILABLE_AT, ends)
    path = root / f"{_safe(version.dataset)}.parquet"
    pq.write_table(table, path)
    fields = [
        f"        Field(name={names[column.name]!r}, dtype={_TYPES[column.dtype]}, "
        f"description={_described(column.description, column.name, names[column.name])!r}),"
        for column in manifest.columns
        if column.role not in ("time", "entity")
    ]
    definitions = root / "features.py"
    definitions.write_text(
        _TEMPLATE.format(
            version=version,
            name=_safe(version.dataset),
            entity=names[manifest.entity],
            path=json.dumps(str(path.resolve())),
            at=AVAILABLE_AT,
            tags=json.dumps({"wattline.dataset": version.dataset, "wattline.version": version.id}),
            fields="\n".join(fields),
        ),
        encoding="utf8",
    )
    return definitions


_TEMPLATE = '''"""{version}, written by wattline.feast.export."""

from feast import Entity, FeatureView, Field, FileSource
from feast.types import Float64, Int64, String
from feast.value_type import ValueType

{entity} = Entity(name="{entity}", join_keys=["{entity}"], value_type=ValueType.STRING)

{name}_source = FileSource(name="{name}_source", path={path}, timestamp_field="{at}")

{name} = FeatureView(
    name="{name}",
    entities=[{entity}],
    source={name}_source,
    ttl=None,
    online=False,
    tags={tags},
    schema=[
{fields}
    ],
)
'''


def _safe(name: str) -> str:
    found = re.sub(r"_*[^0-9A-Za-z_]+_*", "_", name).strip("_") or "column"
    return f"_{found}" if found[0].isdigit() else found


def _names(columns: Sequence[Column]) -> dict[str, str]:
    """Names that Feast takes; what collides is numbered."""
    taken = {column.name: column.name for column in columns if column.role == "time"}
    for name in (column.name for column in columns if column.role != "time"):
        safe, number = _safe(name), 1
        while safe in taken.values() or safe == AVAILABLE_AT:
            number += 1
            safe = f"{_safe(name)}_{number}"
        taken[name] = safe
    return taken


def _described(description: str, name: str, safe: str) -> str:
    return description if name == safe else f"{name}: {description}"


def _interval_ms(interval: str) -> int:
    found: Any = re.fullmatch(r"(\d+)([mhd])", interval)
    if found is None:
        raise WattlineError(
            "INTERVAL_UNKNOWN",
            f"rows of {interval} end at no fixed time after they begin, and this version does not say when",
            remedy="run the dataset again: versions that are sealed now have available_at",
        )
    return int(found[1]) * _MS[found[2]]
