"""What a place says of the dataset of these tests, the same whichever place it is."""

from datetime import datetime, timezone

import polars as pl

import wattline

DATASET = "my town"


def code_of(ask) -> str:
    try:
        ask()
    except wattline.WattlineError as error:
        assert error.remedy, error
        return error.code
    return "none"


def seen(place: wattline.Connection, before: str, after: str) -> dict:
    dataset = place.dataset(DATASET)
    version = dataset.version()
    rows = version.features("polars")
    first = rows.row(0, named=True)
    pandas = version.features(columns=["load_mean"], entities=["B"])
    span = version.features(
        "polars",
        start=datetime(2024, 1, 2, tzinfo=timezone.utc),
        end=datetime(2024, 1, 2, 3, tzinfo=timezone.utc),
    )
    changes = dataset.version(before).diff(after)
    return {
        "datasets": place.datasets(),
        "versions": dataset.versions(),
        "version": version.id,
        "rows": rows.height,
        "order": rows.select("meter", "event_timestamp").rows() == rows.select("meter", "event_timestamp").sort("meter", "event_timestamp").rows(),
        "first": [first["meter"], first["event_timestamp"].isoformat(), first["load_mean"]],
        "columns": [[column.name, column.role, column.unit] for column in version.columns][:8],
        "pandas": [list(pandas.columns), len(pandas), str(pandas.event_timestamp.dtype), pandas.load_mean.sum()],
        "span": [span.height, span["event_timestamp"].max().isoformat()],
        "training": {split: version.training(split, "polars").height for split in ("train", "validation", "test")},
        "ahead": {split: version.training(split, "polars", horizon="24h").height for split in ("train", "validation", "test")},
        "folds": [
            version.training("train", "polars", fold=2).height,
            version.training("test", "polars", fold=2).height,
            version.training("train", "polars", horizon="24h", fold=2).height,
        ],
        "horizons": [[one.horizon, one.steps, *one.labels] for one in version.horizons],
        "same as files": {
            split: version.training(split, "arrow").equals(version.training(split, "polars").to_arrow().cast(version.training(split, "arrow").schema))
            for split in ("train",)
        },
        "target": version.target,
        "preprocessor": version.preprocessor()["dataset"],
        "written": [one["time"]["format"] for one in (version.written() or {})["notations"]],
        "profile": version.profile()["rows"],
        "changes": [
            [one.change, one.entity, one.event_timestamp.isoformat(), one.column, one.before, one.after, one.upload, one.line]
            for one in changes
            if one.column == "load_mean"
        ],
        "frame": changes.frame("polars").filter(pl.col("column") == "load_mean").select("before", "after").rows(),
        "codes": [
            code_of(lambda: place.dataset("nowhere").version()),
            code_of(lambda: dataset.version("0000000000000000")),
            code_of(lambda: version.features(columns=["load_meen"])),
            code_of(lambda: version.features(start=datetime(2024, 1, 1))),
            code_of(lambda: version.training("dev")),
            code_of(lambda: version.training("test", horizon="2h")),
            code_of(lambda: version.training("test", fold=3)),
            code_of(lambda: version.file("features/none.parquet")),
        ],
    }
