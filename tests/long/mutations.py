"""Spoiled copies of good files: bytes turned, cut, doubled and swapped, in archives within the members too."""

from __future__ import annotations

import io
import zipfile
from random import Random

TOKENS = (
    b'"', b'""', b",", b";", b"\t", b"\n", b"\r", b"\r\n", b"\0", b"{", b"}", b"[", b"]", b":", b"null", b"NaN", b"1e999",
    b"-1", b"\\u0000", b"\\ud800", b"<", b">", b"</row>", b"<c>", b"<v>", b"&lt;", b"\xff\xfe", b"\xef\xbb\xbf", b"\xc3",
    b"\xff" * 8, b"\x7f\xff\xff\xff", b"\x00\x00\x00\x80", b"9" * 400, b"1E+308", b"#N/A", b'{"type": "FeatureCollection"}',
    b"http://127.0.0.1:9/", b"/vsicurl/", b"<OGRVRTDataSource>", b'"features": [', b'"rows": [', b"[" * 2000, b"x" * 5000,
)  # fmt: skip


def spoiled(content: bytes, random: Random) -> bytes:
    """The content with one to eight changes; an archive is as often spoiled inside as outside."""
    if content[:2] == b"PK" and random.random() < 0.7:
        return _archive(content, random)
    for _ in range(random.choice((1, 1, 2, 3, 8))):
        content = _changed(content, random)
    return content


def _changed(content: bytes, random: Random) -> bytes:
    at, other = sorted((random.randrange(len(content) + 1), random.randrange(len(content) + 1)))
    near = min(len(content), at + random.choice((1, 1, 2, 4, 16, 256)))
    kind = random.randrange(8)
    if kind == 0:
        return content[:at]
    if kind == 1:
        return content[:at] + random.choice(TOKENS) + content[at:]
    if kind == 2:
        return content[:at] + random.choice(TOKENS) + content[near:]
    if kind == 3:
        return content[:at] + content[near:]
    if kind == 4:
        return content[:at] + content[at:near] * random.choice((2, 3, 50)) + content[near:]
    if kind == 5:
        return content[:at] + content[other : other + near - at] + content[near:]
    if kind == 6:
        return content[:at] + random.randbytes(near - at) + content[near:]
    flipped = bytes(byte ^ (1 << random.randrange(8)) for byte in content[at : at + 1])
    return content[:at] + flipped + content[at + 1 :]


def _archive(content: bytes, random: Random) -> bytes:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        members = {info.filename: archive.read(info) for info in archive.infolist()}
    chosen = random.choice(sorted(members))
    members[chosen] = spoiled(members[chosen], random) if random.random() < 0.9 else b""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", random.choice((zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED))) as archive:
        for name, member in members.items():
            if random.random() < 0.99:
                archive.writestr(name, member)
    return packed.getvalue()
