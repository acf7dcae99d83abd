"""Hourly means, calendar one-hot and five lags of each mean, in pandas. Usage: INPUT.csv OUTPUT.parquet"""

import sys

import pandas as pd

source, target = sys.argv[1:]
readings = pd.read_csv(source)
readings["Datetime"] = pd.to_datetime(readings["Datetime"], format="%m/%d/%Y %H:%M")
hourly = readings.groupby(readings["Datetime"].dt.floor("h")).mean(numeric_only=True).add_suffix("_mean")
at = hourly.index
parts = pd.cut(at.hour, [-1, 5, 11, 17, 23], labels=["Night", "Morning", "Afternoon", "Evening"])
seasons = at.month.map(lambda month: ["Winter", "Spring", "Summer", "Autumn"][month % 12 // 3])
calendar = pd.DataFrame(
    {
        "Year": at.year,
        "Month": at.month,
        "Day": at.day,
        "Hour": at.hour,
        "Weekday": at.day_of_week + 1,
        "IsWeekend": (at.day_of_week >= 5).astype("int8"),
    },
    index=at,
)
one_hot = pd.get_dummies(
    pd.DataFrame({"TimeOfDay": parts, "Season": seasons}, index=at), columns=["TimeOfDay", "Season"], dtype="int8"
)
lags = [hourly.shift(k).add_suffix(f"_lag_{k}h") for k in (4, 8, 12, 24, 48)]
pd.concat([hourly, calendar, one_hot, *lags], axis=1).reset_index().to_parquet(target, compression="zstd")
