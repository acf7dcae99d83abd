"""What a user of the Python client does, as JSON: for a data folder and for the server that works on it."""

import hashlib
import json
import sys
from datetime import datetime, timezone
from pathlib import Path

import polars as pl

import wattline
from seen import DATASET, code_of, seen


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


def specified(place: wattline.Connection) -> list[str]:
    """The spec of the dataset, written over; and of one that has none yet."""
    told = []
    for dataset in (place.dataset(DATASET), place.dataset("new")):
        text = dataset.spec()
        dataset.write_spec(f"{text}# mine\n")
        told.append(dataset.spec().removeprefix(text))
    return [*told, code_of(lambda: place.dataset("new").write_spec("values: 3"))]


def closed(place: wattline.Connection) -> dict:
    """A reading that is served of, whichever version is the latest, and stored: the next version has it."""
    dataset = place.dataset("closed")
    lines = [f"2024-01-{day:02}T{hour:02}:00:00Z,A,{hour}" for day in (1, 2, 3) for hour in range(24)]
    dataset.wait(dataset.upload("days.csv", "\n".join(["time,meter,load", *lines]).encode()))
    at = datetime(2024, 1, 4, tzinfo=timezone.utc)
    answer = dataset.rows(readings=[{"time": "2024-01-04T00:00:00Z", "meter": "A", "load": 7.5}], at=at, scaled=False, store=True)
    later = dataset.wait(answer.stored["files"][0]["run"])
    [cell] = later.features("polars", start=at)["load_mean"]
    assert code_of(lambda: dataset.wait("0" * 20, seconds=1)) == "RUN_UNKNOWN"
    return {"served": answer.rows[0].values["load_mean"], "stored": answer.stored["rows"], "sealed": cell}


folder, server, serving, token, before, after = sys.argv[1:]
print(
    json.dumps(
        {
            "folder": seen(wattline.connect(data_dir=folder), before, after),
            "server": seen(wattline.connect(server=server, token=token), before, after),
            "damaged": damaged(folder),
            "served": served(folder, serving, token),
            "specified": specified(wattline.connect(server=server, token=token)),
            "closed": closed(wattline.connect(server=server, serving=serving, token=token)),
            "unauthorized": code_of(lambda: wattline.connect(server=server, token="other").datasets()),
            "unreachable": code_of(lambda: wattline.connect(server="http://127.0.0.1:9").datasets()),
        }
    )
)
