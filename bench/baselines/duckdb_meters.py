"""Hourly means and five lags of each per meter, in DuckDB SQL. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import duckdb

source, target = sys.argv[1:]
readings = duckdb.sql(f"SELECT * FROM read_csv('{source}')")
columns = [name for name in readings.columns if name not in ("meter", "timestamp")]
means = ", ".join(f'avg("{c}") AS "{c}_mean"' for c in columns)
lags = ", ".join(
    f'lag("{c}_mean", {k}) OVER by_meter AS "{c}_mean_lag_{k}h"' for c in columns for k in (4, 8, 12, 24, 48)
)
duckdb.sql(
    f"""
    COPY (
        WITH hourly AS (
            SELECT meter, date_trunc('hour', timestamp) AS event_timestamp, {means} FROM readings GROUP BY ALL
        )
        SELECT *, {lags} FROM hourly WINDOW by_meter AS (PARTITION BY meter ORDER BY event_timestamp) ORDER BY meter, event_timestamp
    ) TO '{target}' (FORMAT parquet, COMPRESSION zstd)
    """
)
