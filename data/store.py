"""Store: the one handle that layers and callbacks hold. It reads; readers share nothing in it but what was made of the store."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DatabaseError

from data.access.acting import DASHBOARD, OWNER, TRACER, reading_as
from data.access.postgresql import has_roles
from data.access.scopes import Scopes, known_scopes
from data.access.sight import WHOLE, Sight
from data.audit.audit import Audit
from data.cube import Cube, Snapshot, load_cube, newest_snapshot
from data.engine import connect, reading
from data.errors import StoreError
from data.exposed_now import exposures_now
from data.migrate import check_current
from data.origins import Origin, load_origins
from data.past import load_past_cube, past_id
from data.past_venues import exposures_under
from data.protected import protect, sight_id
from data.retention.gone import CHECKINS, Gone, gone
from data.settings import Settings
from data.sources.load import known_sources
from data.units import load_units
from data.venues import Exposure
from geo.exposure_rule import DEFAULT_RULE, ExposureRule, rule_text

T = TypeVar("T")

MOMENTS_KEPT = 8
"""Moments of the past of which cubes stay in memory; one more takes the place of the oldest."""


SIGHTS_KEPT = 32
"""Protected cubes that stay in memory, one for each scope and moment."""


@dataclass
class _Kept:
    """What was made once for all readers, by name; the newest few. Who asks for what is being made waits for it."""

    most: int
    _made: dict[str, Any] = field(default_factory=dict)
    _lock: Lock = field(default_factory=Lock)

    def get(self, name: str, make: Callable[[], T]) -> T:
        with self._lock:
            if name not in self._made:
                self._made[name] = make()
                while len(self._made) > self.most:
                    del self._made[next(iter(self._made))]
            found: T = self._made[name]
            return found


@dataclass
class _Told:
    """What one request was told of the state of the store; neither is about its reader alone."""

    newest: Snapshot | None = None
    scopes: Scopes | None = None


@dataclass(unsafe_hash=True)
class Store:
    """Engine and settings, with the cube of the newest snapshot kept in memory.

    `as_of` is the moment whose knowledge it shows, local time; None: all that is known. `rule` is who counts as exposed.
    `sight` is whose eyes: what it protects shows in no figure that comes from here. `role` is what a reader's queries
    run as where the store is on PostgreSQL and has its roles; empty: as its owner, who reads for no one in particular.
    """

    settings: Settings = field(compare=False)
    engine: Engine
    as_of: datetime | None = None
    rule: ExposureRule = DEFAULT_RULE
    sight: Sight = WHOLE
    role: str = field(default="", compare=False)
    _told: _Told | None = field(default=None, repr=False, compare=False)
    _now: _Kept = field(default_factory=lambda: _Kept(1), repr=False, compare=False)
    _past: _Kept = field(default_factory=lambda: _Kept(MOMENTS_KEPT), repr=False, compare=False)
    _venues: _Kept = field(default_factory=lambda: _Kept(MOMENTS_KEPT), repr=False, compare=False)
    _seen: _Kept = field(default_factory=lambda: _Kept(SIGHTS_KEPT), repr=False, compare=False)
    _origins: _Kept = field(default_factory=lambda: _Kept(1), repr=False, compare=False)
    _has_roles: _Kept = field(default_factory=lambda: _Kept(1), repr=False, compare=False)

    def at(self, as_of: datetime | None) -> Store:
        """The same store as it was known at a moment; None for all that is known."""
        return self if as_of == self.as_of else replace(self, as_of=as_of)

    def under(self, rule: ExposureRule) -> Store:
        """The same store by another definition of exposure."""
        return self if rule == self.rule else replace(self, rule=rule)

    def seen_by(self, sight: Sight, role: str = "") -> Store:
        """The same store through the eyes of a reader, whose queries run as `role`; by default as before, else the map's."""
        return replace(self, sight=sight, role=role or self.role or DASHBOARD)

    def asking_once(self) -> Store:
        """The same store for one request, which asks once what the newest snapshot is and which scopes there are.

        It asks when it first needs them, so that what it shows is never older than when it began. Not for a request
        that changes what it shows after: it would not see its own change.
        """
        return replace(self, _told=_Told())

    def inside(self) -> Store:
        """The same store for a step inside, whose result is kept for all readers: the whole of it, people included."""
        return replace(self, sight=WHOLE, role=self.role and TRACER)

    @property
    def audit(self) -> Audit:
        """Where it is noted who saw, took, changed or decided what."""
        return Audit(self.engine, self.settings)

    @contextmanager
    def read(self) -> Iterator[Connection]:
        """One read transaction: everything read inside is of one moment, and is the reader's to see.

        A tracer's queries read chains of contact whole, for what lies outside their communes is counted, not told
        (data/tracing); whoever traces nowhere reads nothing.
        """
        is_tracing = self.role == TRACER and bool(self.sight.units)
        with self._reading(self.role, WHOLE if is_tracing else self.sight) as connection:
            yield connection

    @contextmanager
    def _reading(self, role: str, sight: Sight = WHOLE) -> Iterator[Connection]:
        is_reader = bool(role) and self._has_roles.get("roles", lambda: has_roles(self.engine))
        with reading(self.engine, reading_as(role, sight) if is_reader else OWNER) as connection:
            yield connection

    def read_whole(self) -> AbstractContextManager[Connection]:
        """The same of the whole, counts and venues without people: for what is protected before it leaves."""
        return self._reading(self.role and DASHBOARD)

    def _scopes(self) -> Scopes:
        """What accounts see is for none of the roles to read."""
        if self.sight.is_whole:
            return ()
        told = self._told or _Told()
        if told.scopes is None:
            with reading(self.engine) as connection:
                told.scopes = known_scopes(connection)
        return told.scopes

    def cube(self) -> Cube:
        """The cube of the newest snapshot as known at the moment, read again only when the snapshot changed."""
        newest, scopes = self._newest(), self._scopes()
        whole = self._whole(newest)
        if self.sight.is_whole:
            return whole
        seen = sight_id(self.sight, scopes)
        return self._seen.get(
            f"{_past_name(newest, self.as_of)} {seen}", lambda: protect(whole, self.sight, scopes)
        )

    def _whole(self, newest: Snapshot) -> Cube:
        kept = self._now if self.as_of is None else self._past
        return kept.get(_past_name(newest, self.as_of), self._load)

    def _newest(self) -> Snapshot:
        told = self._told or _Told()
        if told.newest is None:
            with self.read_whole() as connection:
                told.newest = newest_snapshot(connection)
        return told.newest

    def _load(self) -> Cube:
        with self.read_whole() as connection:
            newest, units = newest_snapshot(connection), load_units(connection)
            if self.as_of is None:
                return load_cube(connection, units, newest)
            return load_past_cube(connection, units, newest, self.as_of)

    def past_exposures(self) -> tuple[Exposure, ...] | None:
        """Exposed venues as known at the moment and by the rule; None where the store's own tables say it."""
        if self.as_of is None and self.rule == DEFAULT_RULE:
            return None
        name = f"{_past_name(self._newest(), self.as_of)} {rule_text(self.rule)} {self.gone(CHECKINS)}"
        return self._venues.get(name, self._expose)

    def _expose(self) -> tuple[Exposure, ...]:
        days = self.cube().days
        inside = self.inside()
        if self.as_of is None:
            return exposures_now(inside, days[0], days[-1])
        with inside.read() as connection:
            return exposures_under(connection, self.rule, self.as_of, (days[0], days[-1]))

    def gone(self, subject: str) -> Gone | None:
        """Of which days single rows of a subject were deleted; it stands beside the log, for none of the roles to read."""
        with reading(self.engine) as connection:
            return gone(connection, subject)

    def origins(self) -> Mapping[str, Origin]:
        """Where the figures of each subject come from, as the newest snapshot has it."""
        return self._origins.get(_past_name(self._newest(), None), self._load_origins)

    def _load_origins(self) -> Mapping[str, Origin]:
        with self.read_whole() as connection:
            return load_origins(connection, known_sources(self.settings.sources))

    @property
    def geometry_dir(self) -> Path:
        """Folder of the built boundary files, named by their content."""
        return self.settings.var_dir / "boundaries"


def _past_name(newest: Snapshot, as_of: datetime | None) -> str:
    """A state that comes back has another past: when it was taken tells them apart."""
    name = newest.id if as_of is None else past_id(newest.id, as_of)
    return f"{name} {newest.created_at.isoformat()}"


def open_store(settings: Settings) -> Store:
    """The store of `settings`; raises StoreError where it is missing, unreadable, older or newer than the program."""
    path = settings.sqlite_path
    if path is not None and not path.is_file():
        raise StoreError(f"Expected the store {path}, found none. Run: python -m data build")
    engine = connect(settings.store_url)
    try:
        with engine.connect() as connection:
            check_current(connection)
    except DatabaseError as error:
        raise StoreError(
            f"Expected a store at {settings.store_url}, got: {error.orig}. Move that file away and run: python -m data build"
        ) from error
    return Store(settings, engine)
