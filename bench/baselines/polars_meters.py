"""Hourly means and five lags of each per meter, as lazy, streaming Polars. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import polars as pl

source, target = sys.argv[1:]
keys = ["meter", "timestamp"]
readings = pl.scan_csv(source, try_parse_dates=True)
columns = [name for name in readings.collect_schema().names() if name not in keys]
hourly = (
    readings.group_by("meter", pl.col("timestamp").dt.truncate("1h"))
    .agg(pl.col(columns).mean().name.suffix("_mean"))
    .sort(keys)
)
hourly.with_columns(
    pl.col(f"{c}_mean").shift(k).over("meter").alias(f"{c}_mean_lag_{k}h") for c in columns for k in (4, 8, 12, 24, 48)
).sink_parquet(target, compression="zstd", engine="streaming")
