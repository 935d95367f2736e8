"""Archives are looked at before anything is unpacked: how large they become, and where their members want to go."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath, PureWindowsPath

from data.readers.refusal import refused

MAX_BYTES = 1 << 30
"""Most that an archive may hold unpacked; a full sheet of a spreadsheet takes half."""

MAX_MEMBERS = 5_000
MAX_RATIO = 250
"""Most that a member may grow by; a sheet of equal cells grows by 100, deflate can make 1,000."""

_SMALL = 1 << 20
_BOMB = "Nothing of it was unpacked: ask who sent it for the table itself."


@contextmanager
def opened(path: Path, name: str, most: int = MAX_BYTES) -> Iterator[zipfile.ZipFile]:
    """The archive, once its members were found to be of sane size and place; raises ImportRefused.

    No more than the declared size of a member is ever unpacked, so what is checked here holds.
    """
    try:
        with zipfile.ZipFile(path) as archive:
            _check(archive.infolist(), name, most)
            yield archive
    except (zipfile.BadZipFile, NotImplementedError) as error:
        remedy = "It may have been cut off: get it again."
        raise refused(name, "a whole archive", "a damaged one", remedy) from error


def _check(members: list[zipfile.ZipInfo], name: str, most: int) -> None:
    if len(members) > MAX_MEMBERS:
        raise refused(name, f"at most {MAX_MEMBERS} members", f"{len(members)}", _BOMB)
    total = sum(member.file_size for member in members)
    if total > most:
        raise refused(name, f"at most {most >> 20} MiB unpacked", f"{total >> 20} MiB", _BOMB)
    for member in members:
        _check_member(member, name)


def _check_member(member: zipfile.ZipInfo, name: str) -> None:
    if member.flag_bits & 1:
        remedy = "Remove the password and save it again."
        raise refused(name, "an archive without a password", "a locked one", remedy)
    if member.file_size > max(_SMALL, MAX_RATIO * member.compress_size):
        grown = member.file_size // max(1, member.compress_size)
        raise refused(
            name, f"members that grow at most {MAX_RATIO} times", f"one that grows {grown} times", _BOMB
        )
    places = (PurePosixPath(member.filename), PureWindowsPath(member.filename))
    if any(place.is_absolute() or ".." in place.parts or place.drive for place in places):
        remedy = "Pack the files again without their folders."
        raise refused(name, "members that stay in their folder", "one that leads out of it", remedy)
