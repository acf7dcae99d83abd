"""Runs pieces of a guide one after the other, as they are pasted, and prints what the names they set come to, as JSON."""

import json
import sys
from datetime import datetime, timezone
from pathlib import Path


def plain(value: object) -> object:
    if not isinstance(value, datetime):
        return value
    # Spark's have no zone, and are in that of the process, which the test sets to UTC.
    return round((value if value.tzinfo else value.replace(tzinfo=timezone.utc)).timestamp() * 1000)


def rows_of(frame: object) -> list[dict]:
    if hasattr(frame, "to_dicts"):  # Polars
        return frame.to_dicts()
    if hasattr(frame, "to_pylist"):  # Daft
        return frame.to_pylist()
    if hasattr(frame, "to_arrow_table"):  # DuckDB
        return frame.to_arrow_table().to_pylist()
    return [row.asDict() for row in frame.collect()]  # Spark


def load_extensions(names: list[str]) -> None:
    """Those from PyPI, which DuckDB would else download."""
    import duckdb

    for name in names:
        [extension] = (Path(duckdb.__file__).parents[1] / "duckdb_ext").rglob(f"{name}.duckdb_extension")
        duckdb.load_extension(str(extension))


asked = json.load(sys.stdin)
if asked["extensions"]:
    load_extensions(asked["extensions"])
names: dict[str, object] = {}
for piece in asked["pieces"]:
    exec(compile(piece["code"], piece["heading"], "exec"), names)
found = {
    name: [{column: plain(value) for column, value in row.items()} for row in rows_of(names[name])]
    for name in asked["results"]
}
Path(asked["out"]).write_text(json.dumps(found))
