"""Hourly means, calendar one-hot and five lags of each mean, in DuckDB SQL. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import duckdb

source, target = sys.argv[1:]
columns = [
    "Temperature",
    "Humidity",
    "WindSpeed",
    "GeneralDiffuseFlows",
    "DiffuseFlows",
    "PowerConsumption_Zone1",
    "PowerConsumption_Zone2",
    "PowerConsumption_Zone3",
]
time_of_day = {"Night": (0, 5), "Morning": (6, 11), "Afternoon": (12, 17), "Evening": (18, 23)}
season = {"Winter": (12, 1, 2), "Spring": (3, 4, 5), "Summer": (6, 7, 8), "Autumn": (9, 10, 11)}
means = ", ".join(f'avg("{c}") AS "{c}_mean"' for c in columns)
parts = ", ".join(f'(hour(event_timestamp) BETWEEN {a} AND {b})::TINYINT AS "TimeOfDay_{n}"' for n, (a, b) in time_of_day.items())
seasons = ", ".join(f'(month(event_timestamp) IN {months})::TINYINT AS "Season_{n}"' for n, months in season.items())
lags = ", ".join(
    f'lag("{c}_mean", {k}) OVER by_time AS "{c}_mean_lag_{k}h"' for c in columns for k in (4, 8, 12, 24, 48)
)
duckdb.sql(
    f"""
    COPY (
        WITH hourly AS (
            SELECT date_trunc('hour', "Datetime") AS event_timestamp, {means}
            FROM read_csv('{source}', timestampformat = '%m/%d/%Y %H:%M', types = {{'Datetime': 'TIMESTAMP'}})
            GROUP BY ALL
        )
        SELECT *, year(event_timestamp) AS "Year", month(event_timestamp) AS "Month", day(event_timestamp) AS "Day", hour(event_timestamp) AS "Hour",
            isodow(event_timestamp) AS "Weekday", (isodow(event_timestamp) >= 6)::TINYINT AS "IsWeekend", {parts}, {seasons}, {lags}
        FROM hourly WINDOW by_time AS (ORDER BY event_timestamp) ORDER BY event_timestamp
    ) TO '{target}' (FORMAT parquet, COMPRESSION zstd)
    """
)
