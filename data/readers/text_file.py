"""A text file in any of the encodings, as UTF-8 in pieces that end with a line."""

from __future__ import annotations

import codecs
import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from data.readers.encodings import EIGHT_BIT, ENCODINGS, not_utf8, settle
from data.readers.refusal import refused
from data.readers.text_chunks import LineTooLong, blocks, whole_lines

_HEAD_BYTES = 4096
_SAMPLE_BYTES = 1 << 16
_DAMAGED = "Check that the file is whole and a text file; export it again."


@dataclass(frozen=True)
class TextFile:
    """A text file whose bytes were all looked at: what it holds is text in `encoding`, from byte `start` on."""

    path: Path
    name: str
    size: int
    sha256: str
    encoding: str
    start: int

    def utf8(self) -> Iterator[bytes]:
        """The text as UTF-8 without its byte order mark, every piece ending with a line."""
        if self.encoding == "utf-8":
            return whole_lines(blocks(self.path, self.start))
        return _utf8(self, blocks(self.path, self.start))

    def line_at(self, offset: int) -> int:
        """The line, counted from 1, of a byte of the text as utf8() gives it."""
        line, at = 1, 0
        for chunk in self.utf8():
            line += chunk.count(b"\n", 0, max(0, offset - at))
            at += len(chunk)
            if at > offset:
                break
        return line


def open_text(path: Path, name: str, declared: str) -> TextFile:
    """Look at every byte once. Raises ImportRefused for a file that is no text in the encoding it is read by."""
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    encoding, start = settle(head, declared, name)
    digest = hashlib.sha256(head[:start])
    file_read = TextFile(path, name, path.stat().st_size, "", encoding, start)
    is_ascii = True
    try:
        for chunk in _utf8(file_read, _digested(blocks(path, start), digest.update)):
            is_ascii = is_ascii and chunk.isascii()
    except LineTooLong as error:
        raise _too_long(file_read, error.offset) from error
    if encoding in EIGHT_BIT and not is_ascii and _is_utf8(file_read):
        raise _contradicted(file_read)
    return TextFile(path, name, path.stat().st_size, digest.hexdigest(), encoding, start)


def _too_long(file: TextFile, offset: int) -> Exception:
    where = file.name if file.encoding.startswith("utf-16") else _line(file, file.start + offset)
    remedy = "Check that the file is a table with a line break after every row."
    return refused(where, "lines of at most 1 MiB", "a longer one", remedy)


def _digested(pieces: Iterable[bytes], update: Callable[[bytes], None]) -> Iterator[bytes]:
    for piece in pieces:
        update(piece)
        yield piece


def _is_utf8(file: TextFile) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for block in blocks(file.path, file.start):
            decoder.decode(block)
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _utf8(file: TextFile, pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The text, every character of it checked."""
    if file.encoding.startswith("utf-16"):
        for chunk in whole_lines(_from_utf16(file, pieces)):
            if b"\0" in chunk:
                raise refused(file.name, "text", "a NUL character", _DAMAGED)
            yield chunk
        return
    at = file.start
    for chunk in whole_lines(pieces):
        yield _decoded(file, chunk, at)
        at += len(chunk)


def _decoded(file: TextFile, chunk: bytes, at: int) -> bytes:
    if b"\0" in chunk:
        offset = at + chunk.index(0)
        raise refused(_line(file, offset), "text", f"a NUL byte at byte {offset}", _DAMAGED)
    if chunk.isascii():
        return chunk
    try:
        if file.encoding == "utf-8":
            chunk.decode("utf-8")
            return chunk
        return EIGHT_BIT[file.encoding](chunk).encode("utf-8")
    except UnicodeDecodeError as error:
        raise _undecodable(file, chunk, error.start, at + error.start) from error


def _undecodable(file: TextFile, chunk: bytes, index: int, offset: int) -> Exception:
    where, got = _line(file, offset), f"the byte 0x{chunk[index]:02X} at byte {offset}"
    if file.encoding == "utf-8":
        first = max(0, index - _SAMPLE_BYTES)
        return not_utf8(chunk[first : index + _SAMPLE_BYTES], got, where)
    if _is_utf8(file):
        return _contradicted(file)
    got += ", which it has no letter for"
    remedy = "Declare the encoding the file was saved in, or save it as UTF-8."
    return refused(where, f"{file.encoding} as declared", got, remedy, "encoding", ENCODINGS)


def _contradicted(file: TextFile) -> Exception:
    expected, remedy = f"{file.encoding} as declared", f"Drop --encoding {file.encoding}."
    return refused(file.name, expected, "a whole file of valid UTF-8", remedy, "encoding", ("utf-8",))


def _from_utf16(file: TextFile, pieces: Iterable[bytes]) -> Iterator[bytes]:
    decoder = codecs.getincrementaldecoder(file.encoding)()
    at = file.start
    try:
        for piece in pieces:
            waiting = len(decoder.getstate()[0])
            yield decoder.decode(piece).encode("utf-8")
            at += waiting + len(piece) - len(decoder.getstate()[0])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError as error:
        offset = at + error.start
        got = f"bytes that are none at byte {offset}"
        raise refused(_line(file, offset), file.encoding, got, _DAMAGED) from error


def _line(file: TextFile, offset: int) -> str:
    """The line of a byte, counted anew: only a refusal asks for it."""
    wide = file.encoding if file.encoding.startswith("utf-16") else "latin-1"
    decoder = codecs.getincrementaldecoder(wide)(errors="replace")
    line, at = 1, file.start
    for block in blocks(file.path, file.start):
        line += decoder.decode(block[: max(0, offset - at)]).count("\n")
        at += len(block)
    return f"{file.name}, line {line}"
