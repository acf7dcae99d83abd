"""What Feast and MLflow make of an exported version, as JSON."""

import importlib.util
import json
import os
import sys
from pathlib import Path

os.environ |= {"FEAST_USAGE": "False", "MLFLOW_ALLOW_FILE_STORE": "true", "MLFLOW_DISABLE_TELEMETRY": "true"}

import mlflow
import pandas as pd
from feast import FeatureStore

import wattline
import wattline.feast
import wattline.mlflow

folder, scratch = sys.argv[1:]
version = wattline.connect(data_dir=folder).dataset("my town").version()

repository = Path(scratch) / "repository"
definitions = wattline.feast.export(version, repository)
(repository / "feature_store.yaml").write_text(
    f"project: town\nprovider: local\nregistry: {repository}/registry.db\nentity_key_serialization_version: 3\n"
    f"offline_store: {{type: file}}\nonline_store: {{type: sqlite, path: {repository}/online.db}}\n"
)
found = importlib.util.spec_from_file_location("features", definitions)
features = importlib.util.module_from_spec(found)
found.loader.exec_module(features)
store = FeatureStore(repo_path=str(repository))
store.apply([features.meter, features.my_town])
# Five past noon: the row of noon is not over.
asked = pd.DataFrame({"meter": ["A", "B"], "event_timestamp": [pd.Timestamp("2024-01-02T12:05Z")] * 2})
joined = store.get_historical_features(asked, features=["my_town:load_mean"]).to_df()
wanted = version.features(columns=["load_mean"])
wanted = wanted[wanted.event_timestamp == pd.Timestamp("2024-01-02T11:00Z")]

mlflow.set_tracking_uri(Path(scratch, "mlruns").as_uri())
with mlflow.start_run() as run:
    wattline.mlflow.log_input(version)
[logged] = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
print(
    json.dumps(
        {
            "joined": dict(zip(joined.meter, joined.load_mean, strict=True)),
            "wanted": dict(zip(wanted.meter, wanted.load_mean, strict=True)),
            "input": [logged.dataset.name, logged.dataset.digest],
        }
    )
)
