"""What the outputs are compared by, as JSON: rows, and the sum of each mean and of each lag. Usage: PARQUET-GLOB"""

import json
import re
import sys

import polars as pl

frame = pl.scan_parquet(sys.argv[1], hive_partitioning=False, missing_columns="insert")
wanted = {}
for name in frame.collect_schema().names():
    lag = re.search(r"^(.*)_lag_?(\d+)h?$", name)
    if lag:
        wanted[name] = f"{lag[1]} lag {lag[2]}"
    elif name.endswith("_mean"):
        wanted[name] = name
sums = frame.select(pl.len().alias("rows"), *[pl.col(name).sum() for name in wanted]).collect(engine="streaming")
row = sums.row(0, named=True)
print(json.dumps({"rows": row["rows"], "sums": {wanted[name]: row[name] for name in wanted}}))
