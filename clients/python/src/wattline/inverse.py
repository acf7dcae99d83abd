"""What undoes how labels were made of values."""

from __future__ import annotations

import base64
import math
import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

import pyarrow as pa
import pyarrow.compute as pc

from .errors import WattlineError
from .serving import ServedRow, ServedRows

if TYPE_CHECKING:
    from .dataset import Version


@dataclass(frozen=True, slots=True)
class Label:
    """How a label was made, and scaled. ``reference`` names the time of what a difference is of.

    ``own`` has offset and scale of each entity that is scaled by itself.
    """

    name: str
    column: str
    kind: str = "value"
    scaling: Mapping[str, float] | None = None
    power: float | None = None
    own: Mapping[str, tuple[float, float]] | None = None

    @property
    def reference(self) -> str | None:
        return {"difference": "origin_timestamp", "seasonal-difference": "season_timestamp"}.get(self.kind)


def _fold_of(of: Mapping[str, Any], fold: int | None) -> Mapping[str, Any]:
    if fold is None:
        return of
    for one in of.get("folds", ()):
        if one["fold"] == fold:
            found: Mapping[str, Any] = one
            return found
    raise WattlineError(
        "FOLD_UNKNOWN",
        f"there is no fold {fold}",
        remedy=f"name one from 1 to {len(of.get('folds', ()))}" if of.get("folds") else "leave fold out",
    )


def label_of(preprocessor: Mapping[str, Any], name: str, fold: int | None = None) -> Label:
    """A target, or a label of a horizon, as its training set has it, or that of a fold."""
    for horizon in preprocessor.get("horizons", {}).get("horizons", ()):
        for label in horizon["labels"]:
            if label["name"] == name:
                fitted = _fold_of(horizon, fold)
                power = label.get("lambda") if fold is None else fitted.get("lambdas", {}).get(name)
                return Label(name, label["column"], label["as"], power=power, **_scaling_of(fitted["scaler"], name))
    return Label(name, name, **_scaling_of(_fold_of(preprocessor, fold)["scaler"], name))


def _scaling_of(scaler: Mapping[str, Any], name: str) -> dict[str, Any]:
    place = next((i for i, one in enumerate(scaler["targets"]) if one["name"] == name), None)
    if place is None:
        return {}
    entities = scaler.get("entities")
    if entities is None:
        return {"scaling": scaler["targets"][place]}
    # Float64, little-endian, in the order of features and targets.
    at = 8 * (len(scaler["features"]) + place)
    own = {
        one["entity"]: tuple(struct.unpack_from("<d", base64.b64decode(one[what]), at)[0] for what in ("offset", "scale"))
        for one in entities["fitted"]
    }
    # In what an entity had no value, it is scaled as all are.
    return {
        "scaling": scaler["targets"][place],
        "own": {name: pair for name, pair in own.items() if not math.isnan(pair[0])},
    }


def _unscaled(label: Label, scaling: Mapping[str, float], value: Any, entities: Any) -> Any:
    base, scale, offset = scaling["base"], scaling["scale"], scaling["offset"]
    if label.own is None:
        return (value - base) * scale + offset
    if entities is None:
        raise WattlineError(
            "ENTITY_NEEDED",
            "each entity is scaled by itself, and nobody says whose the values are",
            remedy="name it: unscale(…, entity=…), or give the rows to invert",
            place={"column": label.name},
        )
    all_together = (offset, scale)
    if isinstance(entities, str):
        offset, scale = label.own.get(entities, all_together)
        return (value - base) * scale + offset
    import numpy

    found = numpy.array([label.own.get(str(one), all_together) for one in entities], dtype=float).reshape(-1, 2)
    if len(found) != len(value):
        raise others(label, len(value), len(found))
    return (value - base) * found[:, 1] + found[:, 0]


def others(label: Label, predictions: int, rows: int) -> WattlineError:
    return WattlineError(
        "ROWS_OTHERS",
        f"{predictions} predictions of {label.name} are not of {rows} rows",
        remedy="give the rows that the predictions are of, in their order",
        place={"column": label.name},
    )


def flat(label: Label, value: Any) -> Any:
    """A number, or one dimension: many models predict a single column, of (n, 1). No other shape is of rows."""
    if isinstance(value, (int, float)):
        return value
    import numpy

    if isinstance(value, (list, tuple)):
        value = numpy.asarray(value, dtype=float)
    shape = tuple(getattr(value, "shape", (0,)))
    if len(shape) == 1:
        return value
    if len(shape) == 0:
        return float(value)
    if len(shape) == 2 and shape[1] == 1:
        return numpy.asarray(value).reshape(-1)
    raise WattlineError(
        "PREDICTIONS_SHAPE",
        f"predictions of {label.name} have the shape {shape}",
        remedy="give one for each row: one dimension, or a single column",
        place={"column": label.name},
    )


def plain(label: Label, value: Any, entities: Any = None) -> Any:
    """In the unit of its column; of a difference, what is to be added. Takes numbers, arrays and series.

    ``entities`` says whose: one for all, or one for each value.
    """
    if label.scaling is not None:
        value = _unscaled(label, label.scaling, value, entities)
    if label.kind == "log1p":
        return _each("expm1", value)
    if label.kind == "box-cox" and label.power is not None:
        if label.power == 0:
            return _each("exp", value)
        return _each("exp", _each("log1p", value * label.power) / label.power)
    return value


def _each(function: str, value: Any) -> Any:
    if isinstance(value, (int, float)):
        # Beyond what any number gives.
        return math.nan if function == "log1p" and value < -1 else getattr(math, function)(value)
    import numpy

    with numpy.errstate(invalid="ignore"):
        return getattr(numpy, function)(value)


def entities_of(version: Version, rows: Any, value: Any) -> Any:
    """Whose rows are; None where they do not say."""
    served = _served(rows)
    if served is not None:
        found = [row.entity for row in served]
    elif rows is None or version.manifest.entity not in _names(rows):
        return None
    else:
        found = _table(rows, [version.manifest.entity]).column(0).to_pylist()
    return found[0] if isinstance(value, (int, float)) and len(found) == 1 else found


def references(version: Version, label: Label, rows: Any) -> list[float]:
    """What differences are of, for each row in its order: NaN where it is missing."""
    served = _served(rows)
    found = _of_features(version, label, rows) if served is None else [_told(label, row) for row in served]
    return [math.nan if one is None else one for one in found]


def _served(rows: Any) -> Sequence[ServedRow] | None:
    if isinstance(rows, ServedRow):
        return [rows]
    if isinstance(rows, ServedRows):
        return rows.rows
    return rows if isinstance(rows, Sequence) and all(isinstance(row, ServedRow) for row in rows) else None


def _told(label: Label, row: ServedRow) -> float | None:
    if label.name not in row.references:
        raise WattlineError(
            "REFERENCE_MISSING",
            f"{label.name} is a difference, and the row does not say of what",
            remedy="give the row that was served for its horizon: version.rows(…, ahead=…)",
            place={"column": label.name},
        )
    return row.references[label.name]


def _of_features(version: Version, label: Label, rows: Any) -> list[float | None]:
    """Those of rows of a training set: the sealed features have them."""
    entity, time = version.manifest.entity, version.manifest.time
    at = str(label.reference)
    if rows is None or any(name not in _names(rows) for name in (entity, at)):
        raise WattlineError(
            "REFERENCE_MISSING",
            f"{label.name} is a difference, and nobody says of what",
            remedy=f"give the rows that were served, or those of training(…, horizon=…) with {entity} and {at}",
            place={"column": label.name},
        )
    wanted = _table(rows, [entity, at]).rename_columns(["entity", "time"])
    if wanted.num_rows == 0:
        return []
    kind = pa.timestamp("ms", "UTC")
    wanted = pa.table(
        {
            "entity": wanted["entity"].cast(pa.string()),
            "time": wanted["time"].cast(kind),
            "row": pa.array(range(wanted.num_rows)),
        }
    )
    span = pc.min_max(wanted["time"]).as_py()
    known = version.features(
        "arrow",
        columns=[label.column],
        entities=pc.unique(wanted["entity"]).to_pylist(),
        start=span["min"],
        end=span["max"] + timedelta(milliseconds=1),
    )
    values = pa.table(
        {
            "entity": known[entity].cast(pa.string()),
            "time": known[time].cast(kind),
            "value": known[label.column].cast(pa.float64()),
        }
    )
    joined = wanted.join(values, keys=["entity", "time"], join_type="left outer").sort_by("row")
    found: list[float | None] = joined["value"].to_pylist()
    return found


def _names(rows: Any) -> Sequence[str]:
    return rows.column_names if isinstance(rows, pa.Table) else list(getattr(rows, "columns", ()))


def _table(rows: Any, columns: list[str]) -> pa.Table:
    if isinstance(rows, pa.Table):
        return rows.select(columns)
    if hasattr(rows, "to_arrow"):
        return rows.select(columns).to_arrow()
    return pa.Table.from_pandas(rows[columns], preserve_index=False)
