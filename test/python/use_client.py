"""What a user of the Python client does, as JSON: for a data folder and for the server that works on it."""

import hashlib
import json
import math
import sys
from datetime import datetime, timezone
from pathlib import Path

import numpy
import polars as pl

import wattline
from seen import DATASET, code_of, seen
from wattline import inverse


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


LABEL = "load_mean_ahead24h_seasonal_difference"


def inverted(version: wattline.Version, forecast: dict, ahead: wattline.ServedRow) -> dict:
    """Labels given back as values: of frames, of a fold, of a served row; and other kinds of them, against what made them."""
    worst = []
    for fold, split in ((None, "validation"), (2, "train")):
        frame = version.training(split, "polars", horizon="24h", fold=fold)
        values = frame.join(version.features("polars", columns=["load_mean"]), on=["meter", "event_timestamp"], suffix="_then", how="left", maintain_order="left")["load_mean_then"]
        for rows in (frame, frame.to_pandas(), frame.to_arrow()):
            worst.append(float(abs(version.invert(LABEL, frame[LABEL].to_numpy(), rows, fold=fold) - values.to_numpy()).max()))
        column = version.invert(LABEL, frame[LABEL].to_numpy().reshape(-1, 1), frame, fold=fold)
        worst.append(float(abs(column - values.to_numpy()).max()) if column.shape == (len(frame),) else math.inf)
    worst.append(abs(version.invert(LABEL, forecast[LABEL], ahead) - 959 / 3))
    powers = [0.5, 2.0, 7.0]
    for power in (-0.5, 0, 0.3):
        label = inverse.Label("x", "x", "box-cox", {"offset": 1.5, "scale": 2.0, "base": 0.0}, power)
        made = [(((x**power - 1) / power if power else math.log(x)) - 1.5) / 2 for x in powers]
        worst += [abs(inverse.plain(label, one) - x) for one, x in zip(made, powers)]
        worst += list(abs(inverse.plain(label, numpy.array(made)) - numpy.array(powers)))
    return {
        "near": max(worst) < 1e-9,
        "codes": [
            code_of(lambda: version.unscale(LABEL, 1.0)),
            code_of(lambda: version.invert("load_mean", [1.0, 2.0], ahead)),
            code_of(lambda: version.invert(LABEL, 1.0, ahead.__class__("A", ahead.event_timestamp, "", {}, {}, None))),
            code_of(lambda: version.invert(LABEL, [1.0, 2.0], ahead)),
            code_of(lambda: version.unscale(LABEL, 1.0, fold=9)),
            code_of(lambda: version.unscale(LABEL, numpy.ones((3, 2)), entity="A")),
        ],
    }


def served(folder: str, serving: str, token: str) -> dict:
    """The last training row of a series, served, and with readings that came since."""
    version = wattline.connect(data_dir=folder, serving=serving, token=token).dataset(DATASET).version()
    rows = version.training("test", "polars").filter(pl.col("meter") == "A")
    last = rows.row(-1, named=True)
    found = version.rows(entity="A", at=last["event_timestamp"])
    [row] = found.rows
    forecast = version.training("test", "polars", horizon="24h").filter(pl.col("meter") == "A").row(-1, named=True)
    [ahead] = version.rows(entity="A", at=forecast["event_timestamp"], ahead="24h").rows
    later = [{"time": "2024-02-10T00:00:00Z", "meter": "A", "load": 7}, {"time": "never", "meter": "A", "load": 1}]
    more = version.rows(entity="A", readings=later, at=datetime(2024, 2, 10, tzinfo=timezone.utc), scaled=False, hold=False)
    return {
        "same": {name: last[name] for name in row.values} == dict(row.values),
        "ahead": {name: forecast[name] for name in ahead.values} == dict(ahead.values) and ahead.origin_timestamp == forecast["origin_timestamp"],
        "unscaled": round(version.unscale(LABEL, forecast[LABEL], entity="A") - 48 / 3, 9),
        "inverted": inverted(version, forecast, ahead),
        "not ahead": code_of(lambda: version.rows(entity="A", ahead="2h")),
        "not joined": code_of(lambda: version.rows(entity="A", joined={"snow": []}, hold=False)),
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


def in_bulk(folder: str, serving: str, token: str) -> dict:
    """All training rows of a series, each by a request of its own: blocks of 7, and one wrong request among them."""
    version = wattline.connect(data_dir=folder, serving=serving, token=token).dataset(DATASET).version()
    rows = version.training("test", "polars").filter(pl.col("meter") == "A").to_dicts()[-20:]
    asked = [wattline.RowsRequest(entity="A", at=row["event_timestamp"]) for row in rows]
    asked.insert(9, wattline.RowsRequest(entity="nobody"))
    taken = 0

    def requests():
        nonlocal taken
        for one in asked:
            taken += 1
            yield one

    answers = version.rows_in_bulk(requests(), block=7)
    first = next(answers)
    at_first = taken
    all_of_them = [first, *answers]
    served_rows = [one.answer.rows[0] for one in all_of_them if one.answer is not None]
    return {
        "same": [{name: row[name] for name in one.values} == dict(one.values) for row, one in zip(rows, served_rows)].count(True),
        "lines": [one.line for one in all_of_them] == list(range(1, 22)),
        "at first": at_first,
        "problems": [(one.line, one.problem.code, one.problem.status) for one in all_of_them if one.problem is not None],
        "unknown": code_of(lambda: next(wattline.connect(data_dir=folder).dataset(DATASET).rows_in_bulk(asked))),
    }


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
            "in bulk": in_bulk(folder, serving, token),
            "specified": specified(wattline.connect(server=server, token=token)),
            "closed": closed(wattline.connect(server=server, serving=serving, token=token)),
            "unauthorized": code_of(lambda: wattline.connect(server=server, token="other").datasets()),
            "unreachable": code_of(lambda: wattline.connect(server="http://127.0.0.1:9").datasets()),
        }
    )
)
