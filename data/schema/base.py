"""What every table shares: the metadata, the number types, and where a row came from."""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, ForeignKey, Integer, MetaData, String

metadata = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

Key = BigInteger().with_variant(Integer, "sqlite")
"""63 bits. Made of what the source calls the record, so that the order of imports never shows in a number."""


def origin() -> tuple[Column[int], Column[int], Column[str], Column[int], Column[int]]:
    """Which file and row a row came from, and what tells it from another version of itself."""
    return (
        Column("file_id", ForeignKey("import_file.file_id"), nullable=False, comment="the file"),
        Column("row_number", Integer, comment="row in the file, the header is row 1; null: simulated"),
        Column(
            "record", String(80), comment="the source's own number of the record, for its owner to find it"
        ),
        Column("content_key", Key, comment="digest of what the row says; null: simulated"),
        Column("version", Integer, comment="epoch s at which the source changed the record; null: not told"),
    )
