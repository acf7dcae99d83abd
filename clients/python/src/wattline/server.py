"""Versions through the API of a running stack."""

from __future__ import annotations

import json
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any
from urllib.parse import quote, urlencode

import urllib3

from .errors import WattlineError
from .manifest import File

#: Of requests that change nothing; what a server answers while it starts, or asks to wait for.
_TRIES_MORE = 5
_PASSING = frozenset({429, 502, 503, 504})
_RETRIES = urllib3.Retry(
    total=_TRIES_MORE,
    backoff_factor=0.2,
    status_forcelist=_PASSING,
    allowed_methods=frozenset({"GET"}),
    raise_on_status=False,
)
_LONGEST_WAIT_SECONDS = 30
#: So much of a long answer is read at a time.
_PIECE_BYTES = 65_536
_POLL_SECONDS = 0.2
#: For so long an upload that came into the store by another way may be on its way to its run.
_UNKNOWN_SECONDS = 30.0
_TIMEOUT = urllib3.Timeout(connect=5, read=60)


def _segment(text: str) -> str:
    return quote(text, safe="")


class Server:
    """Asks the status service; every request names its token where there is one."""

    def __init__(self, server: str, token: str | None = None, retries: urllib3.Retry = _RETRIES) -> None:
        self._root = f"{server.rstrip('/')}/api/v1"
        self._headers = {"Authorization": f"Bearer {token}"} if token else {}
        self._pool = urllib3.PoolManager(retries=retries, timeout=_TIMEOUT)

    def datasets(self) -> list[str]:
        return sorted(one["name"] for one in self.get("/datasets")["datasets"] if "latest" in one)

    def versions(self, dataset: str) -> list[str]:
        found: dict[str, None] = {}
        query: dict[str, object] = {}
        while True:
            page = self.get(f"/datasets/{_segment(dataset)}", query)
            for one in page["versions"]:
                found[one["version"]] = None
            if "cursor" not in page:
                return list(found)
            query = {"cursor": page["cursor"]}

    def manifest(self, dataset: str, version: str) -> dict[str, Any]:
        return self.get(f"{_version(dataset, version)}/files/manifest.json")

    def read(self, dataset: str, version: str, file: File) -> bytes:
        return self._ask("GET", f"{_version(dataset, version)}/files/{quote(file.path, safe='/')}")

    def sealed_by(self, run: str, seconds: float) -> str:
        """The version that has what a run uploaded, once it is sealed."""
        began = time.monotonic()
        while True:
            try:
                receipt = self.get(f"/runs/{_segment(run)}")
            except WattlineError as error:
                if error.code != "RUN_UNKNOWN" or time.monotonic() > began + min(seconds, _UNKNOWN_SECONDS):
                    raise
                time.sleep(_POLL_SECONDS)
                continue
            status = receipt["status"]
            if status in ("sealed", "superseded") and receipt.get("version"):
                return str(receipt["version"])
            if status in ("rejected", "failed", "cancelled"):
                raise _unsealed(run, status, receipt.get("error") or {})
            if time.monotonic() > began + seconds:
                raise WattlineError(
                    "NOT_SEALED_YET",
                    f"run {run} is {status} after {seconds:g} s",
                    remedy="wait longer, or look at the run on the page",
                    place={"run": run},
                )
            time.sleep(_POLL_SECONDS)

    def get(self, path: str, query: Mapping[str, object] | None = None) -> dict[str, Any]:
        """The document at a path below ``/api/v1``."""
        text = urlencode({name: value for name, value in (query or {}).items() if value is not None})
        return self._document(self._ask("GET", f"{path}?{text}" if text else path))

    def post(self, path: str, body: Mapping[str, object]) -> dict[str, Any]:
        """What a server answers to a document."""
        return self._document(self._ask("POST", path, json.dumps(body).encode(), again=True))

    def lines(self, path: str, bodies: Iterable[Mapping[str, object]]) -> Iterator[dict[str, Any]]:
        """What a server answers to each of some documents, line by line, as it comes."""
        body = "\n".join(map(json.dumps, bodies)).encode()
        answer = self._answer("POST", path, body, "application/x-ndjson", again=True, preload_content=False)
        try:
            if answer.status >= 400:
                raise _error(answer.status, answer.data, self._root)
            rest = b""
            for some in answer.stream(_PIECE_BYTES):
                *whole, rest = (rest + some).split(b"\n")
                yield from map(self._document, whole)
            if rest:
                yield self._document(rest)
        except urllib3.exceptions.HTTPError as cause:
            raise self._unreachable(cause) from cause
        except GeneratorExit:
            # What is not read to its end is of no use to the next request.
            answer.close()
            raise
        finally:
            answer.release_conn()

    def spec(self, dataset: str) -> dict[str, Any]:
        """A dataset's spec as the API describes it; with ``etag`` where it is a file."""
        return self.get(f"/datasets/{_segment(dataset)}/spec")

    def write_spec(self, dataset: str, text: str) -> None:
        """Writes a dataset's spec over the one that is there now; what others write meanwhile is not lost."""
        etag = self.spec(dataset).get("etag")
        condition = {"If-None-Match": "*"} if etag is None else {"If-Match": f'"{etag}"'}
        body = json.dumps({"text": text}).encode()
        self._ask("PUT", f"/datasets/{_segment(dataset)}/spec", body, headers=condition)

    def upload(self, path: str, query: Mapping[str, object], body: bytes) -> dict[str, Any]:
        """What a server answers to the bytes of a file."""
        return self._document(self._ask("POST", f"{path}?{urlencode(query)}", body, "application/octet-stream"))

    def _document(self, answer: bytes) -> dict[str, Any]:
        try:
            document = json.loads(answer)
        except ValueError as cause:
            raise _unexpected(200, self._root) from cause
        if not isinstance(document, dict):
            raise _unexpected(200, self._root)
        return document

    def _ask(
        self,
        method: str,
        path: str,
        body: bytes | None = None,
        kind: str = "application/json",
        headers: Mapping[str, str] | None = None,
        again: bool = False,
    ) -> bytes:
        answer = self._answer(method, path, body, kind, headers, again=again)
        if answer.status < 400:
            return answer.data
        raise _error(answer.status, answer.data, self._root)

    def _answer(
        self,
        method: str,
        path: str,
        body: bytes | None,
        kind: str,
        headers: Mapping[str, str] | None = None,
        *,
        again: bool,
        preload_content: bool = True,
    ) -> urllib3.BaseHTTPResponse:
        """``again``: also what changes something is asked for again where the server did not take it, and says when."""
        own = self._headers if body is None else {**self._headers, "Content-Type": kind, **(headers or {})}
        for tries_left in range(_TRIES_MORE if again else 0, -1, -1):
            try:
                answer = self._pool.request(
                    method, self._root + path, body=body, headers=own, preload_content=preload_content
                )
            except urllib3.exceptions.HTTPError as cause:
                raise self._unreachable(cause) from cause
            asked = answer.headers.get("Retry-After", "")
            if tries_left == 0 or answer.status not in _PASSING or not asked.isdigit():
                break
            answer.drain_conn()
            time.sleep(min(int(asked), _LONGEST_WAIT_SECONDS))
        return answer

    def _unreachable(self, cause: Exception) -> WattlineError:
        return WattlineError(
            "SERVER_UNREACHABLE",
            f"no answer from {self._root}: {cause}",
            remedy="start it with npx wattline up, or name another with server= or WATTLINE_SERVER",
            status=0,
        )


def _unsealed(run: str, status: str, error: Mapping[str, Any]) -> WattlineError:
    return WattlineError(
        error.get("code", "RUN_NOT_SEALED"),
        error.get("message", f"run {run} was {status}"),
        remedy=error.get("remedy", "look at the run on the page, and upload again"),
        place={"run": run, **(error.get("place") or {})},
    )


def _version(dataset: str, version: str) -> str:
    return f"/datasets/{_segment(dataset)}/versions/{_segment(version)}"


def problem_of(problem: Mapping[str, Any]) -> WattlineError:
    """A problem as the API describes it, as an error."""
    return WattlineError(
        problem["code"],
        problem["detail"],
        remedy=problem["remedy"],
        place=problem.get("place"),
        status=problem.get("status"),
    )


def _error(status: int, text: bytes, root: str) -> WattlineError:
    try:
        return problem_of({**json.loads(text), "status": status})
    except (ValueError, KeyError, TypeError):
        return _unexpected(status, root)


def _unexpected(status: int, root: str) -> WattlineError:
    return WattlineError(
        "UNEXPECTED_RESPONSE",
        f"{root} answered {status} with content that is not Wattline's",
        remedy="check the address, and that no proxy answers in its place",
        status=status,
    )
