"""Fits models on the training sets of a feature set, as they are; tells what they took, as JSON."""

import json
import sys
from pathlib import Path

import lightgbm
import pandas as pd
from scipy import stats
from scipy.optimize import fminbound
from sklearn.ensemble import HistGradientBoostingRegressor
from sklearn.preprocessing import TargetEncoder

folder = Path(sys.argv[1])
manifest = json.loads((folder / "manifest.json").read_text())
names = {"feature": manifest["serving"]["columns"]["features"], "target": manifest["serving"]["columns"]["targets"]}
train, validation = (pd.read_parquet(folder / "training" / f"{name}.parquet") for name in ("train", "validation"))
train, validation = (frame.dropna(subset=names["target"]) for frame in (train, validation))
target = names["target"][0]
rows, answers = train[names["feature"]], train[target]

encodings = json.loads((folder / "preprocessor.json").read_text())["encodings"]
plain = pd.concat(pd.read_parquet(path) for path in sorted((folder / "features").rglob("*.parquet")))
keys = ["event_timestamp", next(c["name"] for c in manifest["columns"] if c["role"] == "entity")]
plain = plain.sort_values(keys).reset_index(drop=True)
sets = pd.concat(pd.read_parquet(folder / "training" / f"{name}.parquet") for name in ("train", "validation", "test"))
sets = sets.sort_values(keys).reset_index(drop=True)


def word_of(one: dict) -> pd.Series:
    columns = plain[one["columns"]]
    return columns.iloc[:, 0] if len(one["columns"]) == 1 else columns.idxmax(axis=1).where(columns.max(axis=1) == 1)


def as_others_make_it(one: dict) -> pd.Series:
    """Each part by what was known before it; what comes after the training span by all of it."""
    words, times, found = word_of(one), plain["event_timestamp"], pd.Series(float("nan"), index=plain.index)
    starts = [pd.Timestamp(start) for start in one["from"]]
    if one["by"] == "count":
        end = pd.Timestamp(json.loads((folder / "preprocessor.json").read_text())["split"]["validationFrom"])
        return words.map(words[times < end].value_counts())
    for start, end in zip(starts, [*starts[1:], times.max() + pd.Timedelta("1s")]):
        known = (times < start) & plain[one["target"]].notna()
        rows = (times >= start) & (times < end)
        if not known.any():
            continue
        encoder = TargetEncoder(smooth=one["smoothing"], target_type="continuous")
        encoder.fit(words[known].to_frame(), plain[one["target"]][known])
        found[rows] = encoder.transform(words[rows].to_frame())[:, 0]
    return found


differences, values = 0.0, 0
for one in encodings:
    line = one["scaling"]
    ours = (sets[one["name"]] - line["base"]) * line["scale"] + line["offset"]
    theirs = as_others_make_it(one)
    assert ours.isna().equals(theirs.isna()), one["name"]
    differences = max(differences, float((ours - theirs).abs().max()))
    values += int(ours.notna().sum())

# The label of the next hour is the power that scipy makes of the same values.
[horizon] = json.loads((folder / "preprocessor.json").read_text())["horizons"]["horizons"]
[label], [scaling] = horizon["labels"], horizon["scaler"]["targets"]
ahead = pd.read_parquet(folder / "training" / "horizon=1h" / "train.parquet").merge(
    plain[[*keys, target]], on=keys, how="left", suffixes=("_origin", "")
)
loads = ahead[target].to_numpy(float)
labels = (ahead[label["name"]].to_numpy(float) - scaling["base"]) * scaling["scale"] + scaling["offset"]

boosted = lightgbm.LGBMRegressor(n_estimators=20, verbose=-1).fit(rows, answers)
other = HistGradientBoostingRegressor(max_iter=20).fit(rows, answers)
print(
    json.dumps(
        {
            "lightgbm": boosted.booster_.feature_name() == names["feature"],
            "scikit-learn": list(other.feature_names_in_) == names["feature"],
            "features": names["feature"],
            "errors": [
                float((model.predict(validation[names["feature"]]) - validation[target]).abs().mean())
                for model in (boosted, other)
            ],
            "encoded": {"columns": len(encodings), "values": values, "differences": differences},
            "power": {
                "sealed": label["lambda"],
                "scipy": float(fminbound(lambda one: -stats.boxcox_llf(one, loads), -2, 2, xtol=1e-9)),
                "labels": float(abs(stats.boxcox(loads, lmbda=label["lambda"]) - labels).max()),
            },
            "spread": float((validation[target] - validation[target].mean()).abs().mean()),
        }
    )
)
