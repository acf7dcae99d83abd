"""Hourly means, calendar one-hot and five lags of each mean, as lazy Polars. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import polars as pl

source, target = sys.argv[1:]
at = pl.col("Datetime")
hour, month, weekday = at.dt.hour(), at.dt.month(), at.dt.weekday()
time_of_day = {"Night": (0, 5), "Morning": (6, 11), "Afternoon": (12, 17), "Evening": (18, 23)}
season = {"Winter": (12, 1, 2), "Spring": (3, 4, 5), "Summer": (6, 7, 8), "Autumn": (9, 10, 11)}

readings = pl.scan_csv(source).with_columns(at.str.to_datetime("%m/%d/%Y %H:%M", time_unit="ms").dt.truncate("1h"))
columns = [name for name in readings.collect_schema().names() if name != "Datetime"]
(
    readings.group_by("Datetime")
    .agg(pl.col(columns).mean().name.suffix("_mean"))
    .sort("Datetime")
    .with_columns(
        at.dt.year().alias("Year"),
        month.alias("Month"),
        at.dt.day().alias("Day"),
        hour.alias("Hour"),
        weekday.alias("Weekday"),
        (weekday >= 6).cast(pl.Int8).alias("IsWeekend"),
        *[hour.is_between(a, b).cast(pl.Int8).alias(f"TimeOfDay_{name}") for name, (a, b) in time_of_day.items()],
        *[month.is_in(months).cast(pl.Int8).alias(f"Season_{name}") for name, months in season.items()],
        *[pl.col(f"{c}_mean").shift(k).alias(f"{c}_mean_lag_{k}h") for c in columns for k in (4, 8, 12, 24, 48)],
    )
    .sink_parquet(target, compression="zstd")
)
