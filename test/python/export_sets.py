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
rows = version.features(columns=["load_mean", "available_at"])


def joined_at(*times):
    asked = pd.DataFrame([{"meter": meter, "event_timestamp": pd.Timestamp(at)} for meter in ("A", "B") for at in times])
    found = store.get_historical_features(asked, features=["my_town:load_mean"]).to_df()
    return {f"{one.meter} {one.event_timestamp:%H:%M}": one.load_mean for one in found.itertuples()}


def sealed_at(**starts):
    found = {f"{one.meter} {one.event_timestamp:%H:%M}": one.load_mean for one in rows[rows.event_timestamp.dt.date == day].itertuples()}
    return {f"{meter} {at}": found[f"{meter} {start}"] for meter in ("A", "B") for at, start in starts.items()}


day = pd.Timestamp("2024-01-02").date()
# The row of noon is over at one, and readings are ten minutes late.
asked = {"12:05": "10:00", "12:15": "11:00", "13:05": "11:00", "13:10": "12:00"}
joined = joined_at(*(f"2024-01-02T{at}Z" for at in asked))

mlflow.set_tracking_uri(Path(scratch, "mlruns").as_uri())
with mlflow.start_run() as run:
    wattline.mlflow.log_input(version)
[logged] = mlflow.get_run(run.info.run_id).inputs.dataset_inputs
print(
    json.dumps(
        {
            "joined": joined,
            "wanted": sealed_at(**asked),
            "late": (rows.available_at - rows.event_timestamp).unique().astype(str).tolist(),
            "joined by": features.my_town.batch_source.timestamp_field,
            "input": [logged.dataset.name, logged.dataset.digest],
        }
    )
)
