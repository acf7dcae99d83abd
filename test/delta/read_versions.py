"""Reads versions of a Delta table as its users do: for each, its rows by Polars, which are those by DuckDB, twice."""

import json
import sys
from pathlib import Path

import duckdb
import polars as pl
from deltalake import DeltaTable

table, versions, is_mapped = sys.argv[1], json.loads(sys.argv[2]), sys.argv[3] == "mapped"


def rows_of(frame: pl.DataFrame) -> list[dict]:
    # By name, not by the order in which files are read.
    frame = frame.with_columns(pl.col("event_timestamp", "available_at").dt.convert_time_zone("UTC").dt.epoch("ms"))
    frame = frame.select(sorted(frame.columns))
    return frame.sort(by=pl.all()).to_dicts()


def by_duckdb(delta: DeltaTable) -> pl.DataFrame:
    version = delta.to_pyarrow_dataset()  # By its name in the query.
    return pl.from_arrow(duckdb.sql("SELECT * FROM version").to_arrow_table())


# DuckDB's own reader, which it would else download.
[extension] = (Path(duckdb.__file__).parents[1] / "duckdb_ext").rglob("delta.duckdb_extension")
duckdb.load_extension(str(extension))
duckdb.execute(f"ATTACH '{table}' AS town (TYPE delta)")


def by_its_extension(number: int) -> pl.DataFrame:
    return pl.from_arrow(duckdb.sql(f"SELECT * FROM town AT (VERSION => {number})").to_arrow_table())


found = []
for version in versions:
    delta = DeltaTable(table, version=version)
    files = sorted(uri.rsplit("/", 1)[-1] for uri in delta.file_uris())
    # Polars' own reader takes no mapped table, as docs/datasets.md says.
    lazy = pl.scan_pyarrow_dataset(delta.to_pyarrow_dataset()) if is_mapped else pl.scan_delta(table, version=version)
    rows = rows_of(lazy.collect())
    assert rows_of(by_duckdb(delta)) == rows
    assert rows_of(by_its_extension(version)) == rows
    found.append({"files": files, "rows": rows, "columns": [field.name for field in delta.schema().fields]})
print(json.dumps({"versions": found, "last": DeltaTable(table).version()}))
