"""What a user of the Python client does, as JSON: for a data folder and for the server that works on it."""

import hashlib
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

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
        "same as files": {
            split: version.training(split, "arrow").equals(version.training(split, "polars").to_arrow().cast(version.training(split, "arrow").schema))
            for split in ("train",)
        },
        "target": version.target,
        "preprocessor": version.preprocessor()["dataset"],
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
            code_of(lambda: version.file("features/none.parquet")),
        ],
    }


def damaged(folder: str) -> str:
    """The code of a version of which one bit of a file is another."""
    version = wattline.connect(data_dir=folder).dataset(DATASET).version()
    [file, *_] = version.manifest.below("features")
    path = Path(folder) / "features" / str(file.object)
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    try:
        return code_of(version.features)
    finally:
        content[len(content) // 2] ^= 1
        path.write_bytes(content)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == file.sha256


def served(folder: str, serving: str, token: str) -> dict:
    """The last training row of a series, served, and with readings that came since."""
    version = wattline.connect(data_dir=folder, serving=serving, token=token).dataset(DATASET).version()
    rows = version.training("test", "polars").filter(pl.col("meter") == "A")
    last = rows.row(-1, named=True)
    found = version.rows(entity="A", at=last["event_timestamp"])
    [row] = found.rows
    later = [{"time": "2024-02-10T00:00:00Z", "meter": "A", "load": 7}, {"time": "never", "meter": "A", "load": 1}]
    more = version.rows(entity="A", readings=later, at=datetime(2024, 2, 10, tzinfo=timezone.utc), scaled=False, hold=False)
    return {
        "same": {name: last[name] for name in row.values} == dict(row.values),
        "columns": len(row.values),
        "history": sorted(set(row.history.values())),
        "later": more.rows[0].event_timestamp.isoformat(),
        "refused": [one["line"] for one in more.refused],
        "unknown": code_of(lambda: wattline.connect(data_dir=folder).dataset(DATASET).version().rows(entity="A")),
    }


folder, server, serving, token, before, after = sys.argv[1:]
print(
    json.dumps(
        {
            "folder": seen(wattline.connect(data_dir=folder), before, after),
            "server": seen(wattline.connect(server=server, token=token), before, after),
            "damaged": damaged(folder),
            "served": served(folder, serving, token),
            "unauthorized": code_of(lambda: wattline.connect(server=server, token="other").datasets()),
            "unreachable": code_of(lambda: wattline.connect(server="http://127.0.0.1:9").datasets()),
        }
    )
)
