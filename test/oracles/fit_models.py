"""Fits models on the training sets of a feature set, as they are; tells what they took, as JSON."""

import json
import sys
from pathlib import Path

import lightgbm
import pandas as pd
from sklearn.ensemble import HistGradientBoostingRegressor

folder = Path(sys.argv[1])
manifest = json.loads((folder / "manifest.json").read_text())
names = {role: [c["name"] for c in manifest["columns"] if c["role"] == role] for role in ("feature", "target")}
train, validation = (pd.read_parquet(folder / "training" / f"{name}.parquet") for name in ("train", "validation"))
train, validation = (frame.dropna(subset=names["target"]) for frame in (train, validation))
target = names["target"][0]
rows, answers = train[names["feature"]], train[target]

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
            "spread": float((validation[target] - validation[target].mean()).abs().mean()),
        }
    )
)
