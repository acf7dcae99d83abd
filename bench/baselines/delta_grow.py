"""Readings in a Delta table, an upload merged into it, and the features made again of all of it.
Usage: TABLE UPLOAD.csv OUTPUT.parquet; without OUTPUT the table is made of UPLOAD."""

import sys

import polars as pl
from deltalake import DeltaTable

table, upload = sys.argv[1:3]
keys = ["meter", "timestamp"]
rows = pl.read_csv(upload, try_parse_dates=True)
if len(sys.argv) == 3:
    rows.write_delta(table, mode="overwrite")
    sys.exit()

same = " AND ".join(f"t.{key} = u.{key}" for key in keys)
(
    DeltaTable(table)
    .merge(rows.to_arrow(), predicate=same, source_alias="u", target_alias="t")
    .when_matched_update_all()
    .when_not_matched_insert_all()
    .execute()
)
readings = pl.scan_delta(table)
columns = [name for name in readings.collect_schema().names() if name not in keys]
hourly = (
    readings.group_by("meter", pl.col("timestamp").dt.truncate("1h"))
    .agg(pl.col(columns).mean().name.suffix("_mean"))
    .sort(keys)
)
hourly.with_columns(
    pl.col(f"{c}_mean").shift(k).over("meter").alias(f"{c}_mean_lag_{k}h") for c in columns for k in (4, 8, 12, 24, 48)
).sink_parquet(sys.argv[3], compression="zstd", engine="streaming")
