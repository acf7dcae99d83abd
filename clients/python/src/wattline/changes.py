"""What changed between two versions."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import pyarrow as pa

from .frames import FrameKind, as_frame, table_of
from .server import Server

if TYPE_CHECKING:
    from .dataset import Version

#: Rows of a page of the server's answer.
_PAGE = 1000


@dataclass(frozen=True, slots=True)
class Change:
    """A cell that is not what it was; ``change`` says whether its whole row is new or gone.

    ``upload`` is the key of the upload that changed it and ``line`` the line there, where a server knows them.
    """

    change: str
    entity: str
    event_timestamp: datetime
    column: str
    before: object = None
    after: object = None
    upload: str | None = None
    line: int | None = None


class Changes(Sequence[Change]):
    """The cells that changed, by entity and time."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._changes = changes

    def __len__(self) -> int:
        return len(self._changes)

    def __getitem__(self, index: Any) -> Any:
        return self._changes[index]

    def __iter__(self) -> Iterator[Change]:
        return iter(self._changes)

    def __repr__(self) -> str:
        return f"<{len(self)} changed cells>"

    def frame(self, kind: FrameKind = "pandas") -> Any:
        """As a frame: a row for each cell; numbers and words each in columns of their own kind."""
        number = [isinstance(one.before, (int, float)) or isinstance(one.after, (int, float)) for one in self]
        values: dict[str, pa.Array] = {
            "change": pa.array([one.change for one in self], pa.string()),
            "entity": pa.array([one.entity for one in self], pa.string()),
            "event_timestamp": pa.array([one.event_timestamp for one in self], pa.timestamp("ms", "UTC")),
            "column": pa.array([one.column for one in self], pa.string()),
        }
        for name in ("before", "after"):
            cells = [getattr(one, name) for one in self]
            if all(number):
                values[name] = pa.array([None if cell is None else float(cell) for cell in cells], pa.float64())
            else:
                values[name] = pa.array([None if cell is None else str(cell) for cell in cells], pa.string())
        values["upload"] = pa.array([one.upload for one in self], pa.string())
        values["line"] = pa.array([one.line for one in self], pa.int64())
        return as_frame(pa.table(values), kind)


def _in_order(changes: Sequence[Change]) -> Changes:
    return Changes(sorted(changes, key=lambda one: (one.entity, one.event_timestamp)))


def changes_from_server(server: Server, dataset: str, before: str, after: str) -> Changes:
    """As the server finds them, with their causes."""
    found: list[Change] = []
    query: dict[str, object] = {"from": before, "to": after, "limit": _PAGE}
    while True:
        page = server.get(f"/datasets/{quote(dataset, safe='')}/differences/changes", query)
        uploads = page.get("uploads", [])
        for row in page["changes"]:
            cause = next(iter(row.get("by", [])), None)
            for cell in row["cells"]:
                found.append(
                    Change(
                        change=row["change"],
                        entity=row["entity"],
                        event_timestamp=datetime.fromisoformat(row["eventTimestamp"].replace("Z", "+00:00")),
                        column=cell["column"],
                        before=cell.get("from"),
                        after=cell.get("to"),
                        upload=uploads[cause["upload"]]["key"] if cause else None,
                        line=cause.get("line") if cause else None,
                    )
                )
        if "cursor" not in page:
            return _in_order(found)
        query["cursor"] = page["cursor"]


def changes_between(before: Version, after: Version) -> Changes:
    """As the files of both versions show them; those with the same hash are not read."""
    same = {(file.path, file.sha256) for file in before.manifest.below("features")} & {
        (file.path, file.sha256) for file in after.manifest.below("features")
    }
    old, new = (_rows(version, same) for version in (before, after))
    found: list[Change] = []
    for key in sorted(old.keys() | new.keys()):
        entity, at = key
        a, b = old.get(key), new.get(key)
        change = "added" if a is None else "removed" if b is None else "changed"
        for column in dict.fromkeys([*(a or {}), *(b or {})]):
            was, now = (a or {}).get(column), (b or {}).get(column)
            if change != "changed" or not _is_same(was, now):
                found.append(Change(change, entity, at, column, was, now))
    return Changes(found)


def _is_same(a: object, b: object) -> bool:
    # NaN is NaN; no other value differs from itself.
    return a == b or (a != a and b != b)


def _rows(version: Version, same: set[tuple[str, str]]) -> dict[tuple[str, datetime], dict[str, object]]:
    manifest = version.manifest
    files = [file for file in manifest.below("features") if (file.path, file.sha256) not in same]
    table = table_of((version.file(file.path) for file in files), manifest)
    keys = (manifest.entity, manifest.time)
    return {
        (row[keys[0]], row[keys[1]]): {name: cell for name, cell in row.items() if name not in keys}
        for row in table.to_pylist()
    }
