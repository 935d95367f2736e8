"""Another key for pseudonyms: every person keeps being one person, under another number."""

from __future__ import annotations

import argparse
import getpass
import json

import numpy as np
import pyarrow as pa
from sqlalchemy import Column, Connection, MetaData, Table, select, text

from data import schema
from data.commands.command import Command, require_store, say
from data.engine import writing
from data.intake.bulk import insert_table
from data.intake.intake import open_intake
from data.intake.people_table import TABLES_WITH_PEOPLE
from data.pseudonyms import SecretKey, carry_over, new_key, save_chain
from data.settings import Settings
from data.visit_changes import mark_anew

_scratch = MetaData()

carried = Table(
    "scratch_carried",
    _scratch,
    Column("old", schema.Key, primary_key=True, autoincrement=False),
    Column("new", schema.Key, nullable=False),
    prefixes=["TEMPORARY"],
)


def run_rotate(settings: Settings, given: argparse.Namespace) -> None:
    """Add a key to the chain and carry every pseudonym over; the key file is written before the store commits."""
    require_store(settings)
    intake = open_intake(settings, is_command=True)
    key = new_key("person")
    with writing(intake.engine) as connection:
        people = carry_people(connection, key)
        intake.audit.within(connection, "rotate", "key", key.id, given.by, {"people": people})
        save_chain(settings.keys_path, (*intake.keys.person, key))
    say(f"{people:,} people carried over to the key {key.id}. Back up {settings.keys_path} now.")


def carry_people(connection: Connection, key: SecretKey) -> int:
    """Rename every pseudonym of the store in the caller's transaction; simulated people keep their numbers."""
    p = schema.person
    query = select(p.c.person_id).where(p.c.key_id.is_not(None)).order_by(p.c.person_id)
    old = np.array(connection.execute(query).scalars().all(), dtype=np.int64)
    carried.create(connection, checkfirst=True)
    connection.execute(carried.delete())
    insert_table(connection, carried, pa.table({"old": old, "new": carry_over(old, key)}))
    rows = select(carried.c.new, p.c.unit_id, p.c.birth_year, p.c.sex, text(f"'{key.id}'"))
    rows = rows.join(carried, carried.c.old == p.c.person_id)
    connection.execute(
        p.insert().from_select([p.c.person_id, p.c.unit_id, p.c.birth_year, p.c.sex, p.c.key_id], rows)
    )
    for table in (*TABLES_WITH_PEOPLE, schema.exposure_contact):
        new = select(carried.c.new).where(carried.c.old == table.c.person_id).scalar_subquery()
        here = table.c.person_id.in_(select(carried.c.old))
        connection.execute(table.update().where(here).values(person_id=new))
    connection.execute(p.delete().where(p.c.person_id.in_(select(carried.c.old))))
    _carry_set_aside(connection, key)
    mark_anew(connection)
    return len(old)


def _carry_set_aside(connection: Connection, key: SecretKey) -> None:
    """Rows that another version keeps out carry their pseudonym inside."""
    a = schema.set_aside
    for kept in connection.execute(select(a).where(a.c.row.is_not(None))).all():
        said = json.loads(kept.row)
        if said["row"] is None or "person_id" not in said["row"]:
            continue
        old = np.array([said["row"]["person_id"]], dtype=np.int64)
        said["row"]["person_id"] = int(carry_over(old, key)[0])
        here = (a.c.file_id == kept.file_id) & (a.c.row_number == kept.row_number)
        connection.execute(a.update().where(here).values(row=json.dumps(said, ensure_ascii=False)))


def _arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--by", default=getpass.getuser(), help="who rotates")


ROTATE = Command("rotate", "Rename all pseudonyms with a new key.", _arguments, run_rotate)
