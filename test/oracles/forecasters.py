"""Compares features with what mlforecast and pandas make of the same file; tells the worst difference of each, as JSON."""

import json
import operator
import sys
from pathlib import Path

import numpy as np
import pandas as pd
from mlforecast import MLForecast
from mlforecast.lag_transforms import (
    Combine,
    ExpandingMax,
    ExpandingMean,
    ExpandingMin,
    ExpandingStd,
    Offset,
    RollingMax,
    RollingMean,
    RollingMin,
    RollingQuantile,
    RollingStd,
    SeasonalRollingMax,
    SeasonalRollingMean,
    SeasonalRollingMin,
    SeasonalRollingStd,
)

file, folder, source = sys.argv[1:]
column = f"{source}_mean"
raw = pd.read_csv(file)
times = pd.to_datetime(raw["Datetime"], format="%m/%d/%Y %H:%M", utc=True)
hourly = raw[source].groupby(times.dt.floor("h")).mean()
ours = pd.concat(map(pd.read_parquet, sorted(Path(folder).glob("features/**/*.parquet")))).sort_values("event_timestamp")
ours = ours.set_index("event_timestamp")
assert list(ours.index) == list(hourly.index), "the hours are others"

# What mlforecast calls lag 1 is the hour before; a window ends there.
transforms = {1: [], 24: [], 168: []}
wanted = {}


def add(lag, transform, name):
    transforms[lag].append(transform)
    wanted[id(transform)] = name


for hours in (24, 168):
    for kind, made in {"mean": RollingMean, "min": RollingMin, "max": RollingMax, "std": RollingStd}.items():
        add(1, made(window_size=hours, min_samples=2 if kind == "std" else 1), f"{column}_rolling{hours}h_{kind}")
    for tenths in (1, 5, 9):
        name = "median" if tenths == 5 else f"q{tenths}0"
        add(1, RollingQuantile(p=tenths / 10, window_size=hours, min_samples=1), f"{column}_rolling{hours}h_{name}")
for kind, made in {"mean": ExpandingMean, "min": ExpandingMin, "max": ExpandingMax, "std": ExpandingStd}.items():
    add(1, made(), f"{column}_expanding_{kind}")
for hours in (24, 168):
    mean = RollingMean(window_size=hours, min_samples=1)
    add(24, mean, f"{column}_lag24h_rolling{hours}h_mean")
for word, combined in {"minus": operator.sub, "over": operator.truediv}.items():
    hour = RollingMean(window_size=1)
    add(1, Combine(hour, Offset(hour, 23), combined), f"{column}_lag1h_{word}_lag24h")
    mean = RollingMean(window_size=168, min_samples=1)
    add(1, Combine(hour, mean, combined), f"{column}_lag1h_{word}_mean7d")
seasonal = {"mean": SeasonalRollingMean, "min": SeasonalRollingMin, "max": SeasonalRollingMax, "std": SeasonalRollingStd}
for every, hours, last in (("1d", 24, 7), ("7d", 168, 4)):
    for kind, made in seasonal.items():
        least = 2 if kind == "std" else 1
        transform = made(season_length=hours, window_size=last, min_samples=least)
        add(hours, transform, f"{column}_every{every}_last{last}_{kind}")

series = pd.DataFrame({"unique_id": "all", "ds": hourly.index.tz_localize(None), "y": hourly.to_numpy()})
forecast = MLForecast(
    models=[],
    freq="h",
    lags=[1, 24, 168],
    lag_transforms=transforms,
    lag_transforms_namer=lambda transform, lag, *_: wanted[id(transform)],
    date_features=["hour", "dayofweek", "month", "quarter", "dayofyear"],
)
theirs = forecast.preprocess(series, dropna=False).rename(
    columns={f"lag{hours}": f"{column}_lag{hours}h" for hours in (1, 24, 168)}
    | {"hour": "Hour", "dayofweek": "Weekday", "month": "Month", "quarter": "Quarter", "dayofyear": "DayOfYear"}
)
by_mlforecast = {name: theirs[name].to_numpy(float) for name in theirs if name not in ("unique_id", "ds", "y")}

before = hourly.shift(1)


def slope(window):
    """Least squares, per hour."""
    values = np.asarray(window)
    hours = np.arange(len(values)) - (len(values) - 1) / 2
    return (hours @ (values - values.mean())) / (hours @ hours) if len(values) > 1 else np.nan


weights = 0.5 ** (np.arange(240)[::-1] / 24)
by_pandas = {
    column: hourly,
    f"{column}_diff24h": hourly - hourly.shift(24),
    f"{column}_ewm24h": before.iloc[1:]
    .rolling(240, min_periods=1)
    .apply(lambda values: (values @ weights[-len(values) :]) / weights[-len(values) :].sum(), raw=True),
    **{
        name: made
        for hours in (24, 168)
        for name, made in {
            f"{column}_rolling{hours}h_sum": before.rolling(hours, min_periods=1).sum(),
            f"{column}_rolling{hours}h_count": before.rolling(hours, min_periods=0).count(),
            f"{column}_rolling{hours}h_slope": before.iloc[1:].rolling(hours, min_periods=2).apply(slope, raw=True),
        }.items()
    },
    f"{column}_expanding_count": before.expanding(min_periods=0).count(),
    f"{column}_every7d_last4_median": pd.DataFrame({weeks: hourly.shift(168 * weeks) for weeks in range(1, 5)}).median(axis=1),
    "WeekOfYear": pd.Series(hourly.index.isocalendar().week.to_numpy(float), hourly.index),
}
by_pandas = {name: made.reindex(hourly.index).to_numpy(float) for name, made in by_pandas.items()}


def differences(oracle):
    """Of each column: how many values, the worst difference relative to the size of its values, unlike nulls."""
    found = {}
    for name, right in oracle.items():
        own = ours[name].to_numpy(float)
        both = ~np.isnan(own) & ~np.isnan(right)
        size = max(1.0, np.abs(right[both]).max())
        found[name] = {
            "values": int(both.sum()),
            "worst": float(np.abs(own[both] - right[both]).max() / size),
            "nulls": int((np.isnan(own) != np.isnan(right)).sum()),
        }
    return found


print(json.dumps({"mlforecast": differences(by_mlforecast), "pandas": differences(by_pandas)}))
