"""Hourly means and five lags of each per meter, in pandas. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import pandas as pd

source, target = sys.argv[1:]
readings = pd.read_csv(source, engine="pyarrow", dtype={"meter": "category"}, parse_dates=["timestamp"])
readings["timestamp"] = readings["timestamp"].dt.floor("h")
hourly = readings.groupby(["meter", "timestamp"], observed=True, sort=True).mean().add_suffix("_mean")
del readings
by_meter = hourly.groupby(level="meter", observed=True)
lags = [by_meter.shift(k).add_suffix(f"_lag_{k}h") for k in (4, 8, 12, 24, 48)]
pd.concat([hourly, *lags], axis=1).reset_index().to_parquet(target, compression="zstd")
