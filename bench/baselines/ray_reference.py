"""Hourly means, calendar one-hot and five lags of each mean, with Ray Data. Usage: INPUT.csv OUTPUT-FOLDER"""

import os
import sys

import pandas as pd
import ray
from pyarrow import csv

source, target = sys.argv[1:]


def by_hour(batch: pd.DataFrame) -> pd.DataFrame:
    batch["Datetime"] = pd.to_datetime(batch["Datetime"], format="%m/%d/%Y %H:%M").dt.floor("h")
    return batch


def features(hourly: pd.DataFrame) -> pd.DataFrame:
    at = hourly["Datetime"].dt
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
        }
    )
    one_hot = pd.get_dummies(
        pd.DataFrame({"TimeOfDay": parts, "Season": seasons}), columns=["TimeOfDay", "Season"], dtype="int8"
    )
    means = hourly.drop(columns="Datetime")
    lags = [means.shift(k).add_suffix(f"_lag_{k}h") for k in (4, 8, 12, 24, 48)]
    return pd.concat([hourly, calendar, one_hot, *lags], axis=1)


ray.init(include_dashboard=False, log_to_driver=False, logging_level="error")
ray.data.DataContext.get_current().enable_progress_bars = False
columns = [name for name in csv.open_csv(source).schema.names if name != "Datetime"]
readings = ray.data.read_csv(source).map_batches(by_hour, batch_format="pandas")
# By default there are 200 partitions, each a task: that takes longer.
means = readings.groupby("Datetime", num_partitions=os.cpu_count()).mean(columns)
hourly = means.rename_columns({f"mean({name})": f"{name}_mean" for name in columns}).sort("Datetime")
# Lags look at neighbouring rows: they are in one block.
hourly.repartition(1).map_batches(features, batch_format="pandas", batch_size=None).write_parquet(target)
