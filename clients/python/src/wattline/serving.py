"""Rows as training would have them, from the service that serves them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import quote

from .errors import WattlineError
from .frames import instant
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
    """Rows, and the readings that do not count, each with line, code and reason.

    ``stored`` says which files of the dataset have the readings, with the run that takes each, where that was asked for.
    """

    rows: Sequence[ServedRow]
    refused: Sequence[Mapping[str, Any]]
    stored: Mapping[str, Any] | None = None


class Served:
    """What rows are served of: a version, or whatever version of a dataset is the latest."""

    def __init__(self, serving: Server | None, dataset: str, version: str | None = None) -> None:
        self._serving = serving
        named = "" if version is None else f"?version={quote(version, safe='')}"
        self._served_at = f"/datasets/{quote(dataset, safe='')}/rows{named}"

    def rows(
        self,
        *,
        entity: str | None = None,
        entities: Sequence[str] | None = None,
        readings: Sequence[Mapping[str, Any]] = (),
        at: datetime | None = None,
        horizon: int | None = None,
        known_until: datetime | None = None,
        scaled: bool = True,
        hold: bool = True,
        store: bool = False,
    ) -> ServedRows:
        """Rows as training would have them, of readings that came since: the same bits.

        ``readings`` have cells by the names of the file's columns, the time column included; ``at`` names an interval by
        its start, without it the last that ended; ``horizon`` asks for the next so many instead. ``hold=False`` looks at
        these readings alone and keeps none; ``store=True`` makes an upload of them too. Of a version, readings are held
        for that version; of a dataset, they go on to the next version as it takes its place. See docs/serving.md.
        """
        if self._serving is None:
            raise WattlineError(
                "SERVING_UNKNOWN",
                "nobody said where rows are served",
                remedy="connect with serving=…, the address that wattline up prints, or set WATTLINE_SERVING",
            )
        body = {
            "entity": entity,
            "entities": None if entities is None else list(entities),
            "readings": list(readings),
            "at": None if at is None else instant(at).isoformat(),
            "horizon": horizon,
            "knownUntil": None if known_until is None else instant(known_until).isoformat(),
            "scaled": scaled,
            "hold": hold,
            "store": True if store else None,
        }
        given = {name: value for name, value in body.items() if value is not None}
        return _rows_of(self._serving.post(self._served_at, given))


def _instant(text: str) -> datetime:
    return datetime.fromisoformat(text.replace("Z", "+00:00"))


def _rows_of(answer: Mapping[str, Any]) -> ServedRows:
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
        stored=answer.get("stored"),
    )
