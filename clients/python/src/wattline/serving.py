"""Rows as training would have them, from the service that serves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from .server import Server


@dataclass(frozen=True, slots=True)
class ServedRow:
    """A row for a model: ``values`` by column, None where nothing is known.

    ``history`` says of each column whether its readings were there: ``complete``, ``partial`` or ``missing``.
    """

    entity: str
    event_timestamp: datetime
    version: str
    values: Mapping[str, float | None]
    history: Mapping[str, str]
    newest_reading: datetime | None


@dataclass(frozen=True, slots=True)
class ServedRows:
    """Rows, and the readings that do not count, each with line, code and reason."""

    rows: Sequence[ServedRow]
    refused: Sequence[Mapping[str, Any]]


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def ask_rows(server: Server, dataset: str, version: str, body: Mapping[str, object]) -> ServedRows:
    """The rows of a request as docs/serving.md has it."""
    path = f"/datasets/{quote(dataset, safe='')}/rows?version={quote(version, safe='')}"
    answer = server.post(path, {name: value for name, value in body.items() if value is not None})
    return ServedRows(
        rows=[
            ServedRow(
                entity=row["entity"],
                event_timestamp=_instant(row["event_timestamp"]),
                version=row["version"],
                values=row["values"],
                history=row["history"],
                newest_reading=_instant(row["newestReading"]) if row["newestReading"] else None,
            )
            for row in answer["rows"]
        ],
        refused=answer["refused"],
    )
