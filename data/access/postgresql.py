"""The roles of PostgreSQL and what they may read: made, made anew after an update, and checked."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, Engine, bindparam, text
from sqlalchemy.exc import ProgrammingError

from data.access.acting import TRACER
from data.access.grants import GRANTS, ROLES, Grants
from data.access.policies import POLICY, SEEN, policy_statements
from data.engine import reading
from data.errors import StoreError


def has_roles(engine: Engine) -> bool:
    """Whether the store's readers run as roles of their own; from then on never as the owner, whatever is missing."""
    if engine.dialect.name != "postgresql":
        return False
    with reading(engine) as connection:
        return bool(_tables(connection, _UNDER_POLICY))


def role_statements(owner: str) -> tuple[str, ...]:
    """What a role that may create roles runs once; `owner` may act as both then."""
    made = [
        f"DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{role}') "
        f"THEN CREATE ROLE {role} NOLOGIN; END IF; END $$"
        for role in ROLES
    ]
    return (*made, f"GRANT {', '.join(ROLES)} TO {_quoted(owner)}")


def store_statements(connection: Connection) -> tuple[str, ...]:
    """What the owner runs, after every update of the program too; run twice it changes nothing."""
    schema = _quoted(_scalar(connection, "SELECT current_schema()"))
    roles = ", ".join(ROLES)
    found = [
        f"REVOKE ALL ON ALL TABLES IN SCHEMA {schema} FROM {roles}",
        f"GRANT USAGE ON SCHEMA {schema} TO {roles}",
    ]
    found += [statement for role in ROLES for statement in _grants(role, GRANTS[role])]
    found += [statement for table in SEEN for statement in policy_statements(table)]
    return tuple(found)


def write_roles(connection: Connection) -> None:
    """Make the roles where they are missing, and bring grants and policies to what this program needs.

    Raises StoreError where they are missing and the owner may not create them.
    """
    if _absent_roles(connection):
        try:
            with connection.begin_nested():
                _run(connection, role_statements(owner_of(connection)))
        except ProgrammingError as error:
            raise StoreError(
                f"Expected the roles {' and '.join(ROLES)}, which the store's owner may act as, or the right to create "
                "them, got neither. Have whoever runs the server do it: "
                "python -m data database roles --print | psql DATABASE. Then run this again."
            ) from error
    _run(connection, store_statements(connection))


def owner_of(connection: Connection) -> str:
    """The role that the program signs in as."""
    return str(_scalar(connection, "SELECT current_user"))


def flaws(connection: Connection) -> tuple[str, ...]:
    """What is not as the grants and policies say, a line each; empty: all is."""
    absent = _absent_roles(connection)
    if absent:
        return tuple(f"role {role} is missing, or the store's owner may not act as it" for role in absent)
    found = [f"table {table} is not under row-level security" for table in _unprotected(connection)]
    found += [line for role in ROLES for line in _wrong_grants(connection, role)]
    if not _scalar(
        connection, "SELECT has_database_privilege(:role, current_database(), 'TEMP')", role=TRACER
    ):
        found.append(f"role {TRACER} may not make temporary tables")
    if _scalar(
        connection, "SELECT rolsuper OR rolbypassrls FROM pg_catalog.pg_roles WHERE rolname = current_user"
    ):
        found.append("the store's owner goes around row-level security: it is a superuser or has BYPASSRLS")
    return tuple(found)


def _grants(role: str, grants: Grants) -> list[str]:
    return [
        f"GRANT SELECT ({', '.join(map(_quoted, columns))}) ON {table} TO {role}"
        for table, columns in grants.items()
    ]


def _absent_roles(connection: Connection) -> list[str]:
    """Roles that are not there, or that the owner may not act as."""
    query = text(
        "SELECT rolname FROM pg_catalog.pg_roles "
        "WHERE rolname IN :roles AND pg_has_role(current_user, oid, 'MEMBER')"
    ).bindparams(bindparam("roles", expanding=True))
    there = set(connection.execute(query, {"roles": list(ROLES)}).scalars())
    return [role for role in ROLES if role not in there]


def _unprotected(connection: Connection) -> list[str]:
    return sorted(set(SEEN) - set(_tables(connection, _UNDER_POLICY)))


def _wrong_grants(connection: Connection, role: str) -> list[str]:
    """Columns that a role may read and should not, or may not and should; tables that it may write to."""
    told = GRANTS[role]
    wanted = {(table, column) for table, columns in told.items() for column in columns}
    found = {(table, column) for table, column in connection.execute(_READABLE, {"role": role})}
    lines = [f"role {role} may read {table}.{column}" for table, column in sorted(found - wanted)]
    lines += [f"role {role} may not read {table}.{column}" for table, column in sorted(wanted - found)]
    written = connection.execute(_WRITABLE, {"role": role}).scalars()
    return lines + [f"role {role} may write to {table}" for table in written]


def _tables(connection: Connection, query: str) -> list[str]:
    return list(connection.execute(text(query), {"policy": POLICY}).scalars())


def _scalar(connection: Connection, query: str, **values: str) -> object:
    return connection.execute(text(query), values).scalar()


def _run(connection: Connection, statements: Iterable[str]) -> None:
    for statement in statements:
        connection.exec_driver_sql(statement)


def _quoted(name: object) -> str:
    return '"' + str(name).replace('"', '""') + '"'


_OURS = "c.relnamespace = current_schema()::regnamespace AND c.relkind IN ('r', 'p', 'v', 'm', 'f')"

_UNDER_POLICY = (
    "SELECT c.relname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_policy p ON p.polrelid = c.oid "
    f"WHERE {_OURS} AND c.relrowsecurity AND c.relforcerowsecurity AND p.polname = :policy"
)

_READABLE = text(
    "SELECT c.relname, a.attname FROM pg_catalog.pg_class c JOIN pg_catalog.pg_attribute a ON a.attrelid = c.oid "
    f"WHERE {_OURS} AND a.attnum > 0 AND NOT a.attisdropped "
    "AND has_column_privilege(:role, c.oid, a.attnum, 'SELECT')"
)

_WRITABLE = text(
    f"SELECT c.relname FROM pg_catalog.pg_class c WHERE {_OURS} "
    "AND has_table_privilege(:role, c.oid, 'INSERT, UPDATE, DELETE, TRUNCATE, REFERENCES, TRIGGER') ORDER BY 1"
)
