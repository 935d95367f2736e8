"""Receiving a file: a plain streamed POST of our own page; callbacks/access/own_page.py refuses another site's.

What is not secret in an address is written into logs, a file's name among them; so all that goes with the file
stands in one header of our own, which another site's form can't send.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any
from urllib.parse import unquote

from flask import Response, request

from callbacks.desk.desk import desk, owner
from callbacks.desk.jobs import DeskBusy
from callbacks.desk.spool import SpooledFile, TooLarge, spool
from data.plain_text import seen
from data.readers.batch import ReadOptions
from layers.text import number, text

HEADER = "X-Dichte-File"
CHUNK = 1 << 20
OPTIONS = ("encoding", "delimiter", "sheet", "layer")
MEGABYTE = 2**20
NAME_LENGTH = 200


def receive_file() -> Response:
    """Take a file into the spool and queue it; answers with its token, or with a sentence that says why not."""
    facts = file_facts()
    lang = "en" if facts.get("lang") == "en" else "vi"
    if not facts:
        return _answer(403, words=text("desk.not_own_page", lang))
    source = desk().source(facts.get("source"))
    if source is None:
        return _answer(400, words=text("desk.choose_source_first", lang))
    return _receive(source.key, facts, lang)


def _receive(source_key: str, facts: dict[str, Any], lang: str) -> Response:
    limit = desk().context.store.settings.upload_mb
    name = seen(str(facts.get("name") or "file"))[:NAME_LENGTH] or "file"
    try:
        file = _spooled(name, limit * MEGABYTE)
        token = desk().jobs.begin(source_key, name, file, _options(facts), owner())
    except TooLarge:
        return _answer(413, words=text("desk.too_large", lang, megabytes=number(limit, lang)))
    except DeskBusy:
        return _answer(503, words=text("desk.busy", lang))
    except OSError:
        return _answer(507, words=text("desk.no_room", lang))
    return _answer(202, token=token)


def _spooled(name: str, limit: int) -> SpooledFile:
    if (request.content_length or 0) > limit:
        raise TooLarge
    return spool(desk().var_dir, name, _chunks(), limit)


def _chunks() -> Iterator[bytes]:
    while chunk := request.stream.read(CHUNK):
        yield chunk


def file_facts() -> dict[str, Any]:
    """Source, name and options of the file, from the header; nothing where it is missing or no such thing."""
    try:
        found = json.loads(unquote(request.headers.get(HEADER, "")))
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def _options(facts: dict[str, Any]) -> ReadOptions:
    given = {name: facts[name] for name in OPTIONS if isinstance(facts.get(name), str)}
    return ReadOptions(**given)


def _answer(status: int, **body: str) -> Response:
    answer = Response(json.dumps(body, ensure_ascii=False), status, mimetype="application/json")
    answer.headers["Cache-Control"] = "no-store"
    return answer
