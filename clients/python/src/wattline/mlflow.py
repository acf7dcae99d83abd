"""A training set as an input of an MLflow run. Needs ``pip install 'wattline[mlflow]'``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .dataset import Split, Version


def log_input(version: Version, split: Split = "train", *, context: str = "training") -> Any:
    """Logs a training set to the active run, by dataset and version, and returns MLflow's dataset.

    Its digest is the version, so that two runs of the same version show the same input.
    """
    import mlflow
    import mlflow.data
    from mlflow.data.code_dataset_source import CodeDatasetSource

    place = {"wattline.dataset": version.dataset, "wattline.version": version.id, "wattline.split": split}
    target = version.target
    dataset = mlflow.data.from_pandas(
        version.training(split, "pandas"),
        source=CodeDatasetSource(tags=place),
        name=f"{version.dataset}/{split}",
        digest=version.id,
        **({"targets": target[0]} if len(target) == 1 else {}),
    )
    mlflow.log_input(dataset, context=context, tags=place)
    return dataset
