"""Rows as training would have them, from the service that serves them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any
from urllib.parse import quote

from .errors import WattlineError
from .frames import instant
from .server import Server, problem_of


@dataclass(frozen=True, slots=True)
class ServedRow:
    """A row for a model: ``values`` by column, None where nothing is known.

    ``available_at`` is when the interval's readings are all there: its end, and the spec's ``time.delay``; None of a server
    of an earlier release. ``references`` has, of labels of a horizon that are differences, what they are of: ``invert`` adds it.
    ``unseen`` names encoded columns of which the training span does not have the row's word.
    ``history`` says of each column whether its readings were there: ``complete``, ``partial`` or ``missing``.
    """

    entity: str
    event_timestamp: datetime
    version: str
    values: Mapping[str, float | None]
    history: Mapping[str, str]
    newest_reading: datetime | None
    available_at: datetime | None = None
    origin_timestamp: datetime | None = None
    references: Mapping[str, float | None] = field(default_factory=dict)
    unseen: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class ServedRows:
    """Rows, and the readings that do not count, each with line, code and reason.

    ``stored`` says which files of the dataset have the readings, with the run that takes each, where that was asked for.
    ``joined`` has, by join, what of other datasets' readings does not count.
    """

    rows: Sequence[ServedRow]
    refused: Sequence[Mapping[str, Any]]
    stored: Mapping[str, Any] | None = None
    joined: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RowsRequest:
    """What rows to serve, of many such requests: each as ``rows`` takes it."""

    entity: str | None = None
    entities: Sequence[str] | None = None
    readings: Sequence[Mapping[str, Any]] = ()
    at: datetime | None = None
    horizon: int | None = None
    ahead: str | None = None
    known_until: datetime | None = None
    scaled: bool = True
    hold: bool = True
    store: bool = False
    joined: Mapping[str, Sequence[Mapping[str, Any]]] = field(default_factory=dict)
    joined_known_until: Mapping[str, datetime] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class BulkAnswer:
    """What one of many requests is answered with: its rows, or why there are none. ``line`` counts from 1."""

    line: int
    answer: ServedRows | None = None
    problem: WattlineError | None = None


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
        ahead: str | None = None,
        known_until: datetime | None = None,
        scaled: bool = True,
        hold: bool = True,
        store: bool = False,
        joined: Mapping[str, Sequence[Mapping[str, Any]]] | None = None,
        joined_known_until: Mapping[str, datetime] | None = None,
    ) -> ServedRows:
        """Rows as training would have them, of readings that came since: the same bits.

        ``readings`` have cells by the names of the file's columns, the time column included; ``at`` names an interval by
        its start, without it the last that ended; ``horizon`` asks for the next so many instead. ``ahead``, such as
        ``24h``, asks for rows as ``training(horizon=…)`` has them: ``at`` is then the interval that is forecast, without
        it the one so long after the last that ended. ``hold=False`` looks at these readings alone and keeps none;
        ``store=True`` makes an upload of them too. Of a version, readings are held for that version; of a dataset, they
        go on to the next version as it takes its place. ``joined`` has, by the names of the spec's joins, readings of
        the datasets that it joins, and ``joined_known_until`` until when theirs are there. See docs/serving.md.
        """
        request = RowsRequest(
            entity,
            entities,
            readings,
            at,
            horizon,
            ahead,
            known_until,
            scaled,
            hold,
            store,
            joined or {},
            joined_known_until or {},
        )
        return _rows_of(self._asked().post(self._served_at, _body_of(request)))

    def rows_in_bulk(self, requests: Iterable[RowsRequest], *, block: int = 100) -> Iterator[BulkAnswer]:
        """The rows of many requests, in their order, each as it comes: of all entities at many times, say.

        They are sent in blocks of so many, one after the other, so neither they nor their rows are all in memory. What
        is wrong with one is its ``problem``, and the others are answered. A block that was answered in part is not
        sent again. An answer has a million values at most, so rows with hundreds of columns and a long ``horizon`` take
        smaller blocks.
        """
        if block < 1:
            raise ValueError(f"a block of {block} requests has none")
        server = self._asked()
        asked = iter(requests)
        line = 0
        while some := list(islice(asked, block)):
            begin = line
            for answer in server.lines(self._served_at, map(_body_of, some)):
                line += 1
                problem = answer.get("problem")
                if problem is None:
                    yield BulkAnswer(line, answer=_rows_of(answer))
                else:
                    yield BulkAnswer(line, problem=problem_of(problem))
            if line - begin < len(some):
                raise WattlineError(
                    "ANSWER_CUT_OFF",
                    f"{line - begin} of {len(some)} requests of a block were answered",
                    remedy="ask for the others again; readings that are held or stored twice change nothing",
                    place={"line": line + 1},
                    status=200,
                )

    def _asked(self) -> Server:
        if self._serving is not None:
            return self._serving
        raise WattlineError(
            "SERVING_UNKNOWN",
            "nobody said where rows are served",
            remedy="connect with serving=…, the address that wattline up prints, or set WATTLINE_SERVING",
        )


def _body_of(request: RowsRequest) -> dict[str, Any]:
    body = {
        "entity": request.entity,
        "entities": None if request.entities is None else list(request.entities),
        "readings": list(request.readings),
        "at": None if request.at is None else instant(request.at).isoformat(),
        "horizon": request.horizon,
        "ahead": request.ahead,
        "knownUntil": None if request.known_until is None else instant(request.known_until).isoformat(),
        "scaled": request.scaled,
        "hold": request.hold,
        "store": True if request.store else None,
        "joined": _joined(request.joined, request.joined_known_until),
    }
    return {name: value for name, value in body.items() if value is not None}


def _joined(
    readings: Mapping[str, Sequence[Mapping[str, Any]]], known_until: Mapping[str, datetime]
) -> dict[str, Any] | None:
    names = [*readings, *(name for name in known_until if name not in readings)]
    given: dict[str, Any] = {
        name: {
            "readings": list(readings.get(name, ())),
            **({"knownUntil": instant(known_until[name]).isoformat()} if name in known_until else {}),
        }
        for name in names
    }
    return given or None


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
                available_at=_instant(row["available_at"]) if "available_at" in row else None,
                origin_timestamp=_instant(row["origin_timestamp"]) if "origin_timestamp" in row else None,
                references=row.get("references", {}),
                unseen=tuple(row.get("unseen", ())),
            )
            for row in answer["rows"]
        ],
        refused=answer["refused"],
        stored=answer.get("stored"),
        joined=answer.get("joined", {}),
    )
