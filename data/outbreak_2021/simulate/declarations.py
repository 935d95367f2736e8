"""Health declarations: who declares through which channel, and the symptoms that rise before the cases do."""

from __future__ import annotations

import numpy as np
from numpy.random import Generator
from numpy.typing import NDArray

from data.outbreak_2021.simulate.base import Base
from data.outbreak_2021.simulate.channels import CHANNELS, channel_rates
from data.outbreak_2021.simulate.draw import Floats, Ints, choose
from data.outbreak_2021.simulate.lines import Lines
from data.outbreak_2021.simulate.mobility import mobility
from data.outbreak_2021.simulate.population import People
from data.outbreak_2021.simulate.tables import NULL, Array, Table

DECLARATIONS_PER_PERSON = 1.109
"""Declarations per inhabitant at scale 1: 2,000,000 in Bắc Giang's 1.8 million people."""

CALM_SHARE = 0.013
"""Declarations with a symptom where there is no outbreak: colds."""
OUTBREAK_SHARE = 0.09
"""What an outbreak adds at most; in the worst weeks all households of Quang Châu were asked every day."""
HALF_SIGNAL_PER_10K = 6.0
"""Coming cases per 10,000 people and day at which about half of OUTBREAK_SHARE is reached."""
LEAD = ((2, 0.1), (3, 0.25), (4, 0.3), (5, 0.25), (6, 0.1))
"""Days by which symptoms precede publication, and their weights: onset to sample, sample to result."""

SYMPTOMS = ((1, 0.52), (2, 0.5), (4, 0.06), (8, 0.012), (16, 0.3), (32, 0.3))
"""Bits of schema.declaration.symptoms and their shares among those with any: fever, cough, breathlessness,
pneumonia, sore throat, fatigue. Who draws none of them has a fever or a cough."""

ORIGIN_SHARE, ORIGIN_TRAVEL_POWER = 0.035, 1.2
"""Declarations of arrivals from other provinces on a free day; roadblocks follow the commune's mobility."""
ORIGINS = (
    ("01", 0.3), ("27", 0.2), ("30", 0.09), ("19", 0.08), ("20", 0.08), ("22", 0.06), ("79", 0.04),
    ("33", 0.04), ("26", 0.03), ("40", 0.02), ("38", 0.02), ("25", 0.01), ("04", 0.01), ("08", 0.01),
    ("75", 0.01),
)  # fmt: skip
"""GSO codes of provinces and weights: Hà Nội, Bắc Ninh, Hải Dương, Thái Nguyên, Lạng Sơn, Quảng Ninh, TP. Hồ
Chí Minh, Hưng Yên, Vĩnh Phúc, Nghệ An, Thanh Hóa, Phú Thọ, Cao Bằng, Tuyên Quang, Đồng Nai."""

ILL_CASE_SHARE = 0.6
"""Declarations of a case between onset and first positive sample that admit a symptom."""

MORNING, EVENING, SPREAD_HOURS = 7.8, 20.0, 1.9
MORNING_SHARE = 0.55
"""Reminders went out in the morning and after the evening news."""


def declaration_table(
    base: Base, people: People, lines: Lines, came: NDArray[np.bool_], scale: float, generator: Generator
) -> Table:
    """Rows of declaration, sorted by time."""
    moved = mobility(base)
    day, column, channel = _cells(base, people, moved, came, scale, generator)
    person = people.at_home.draw(column, generator)
    declared_at = base.midnights[day] + _seconds(len(day), generator)
    is_ill = _is_ill(base, people, lines, day, person)
    share = np.where(is_ill, ILL_CASE_SHARE, symptomatic_share(base)[day, column])
    columns: dict[str, Array] = {
        "person_id": (person + 1).astype(np.int32),
        "unit_id": base.units.unit_ids[column].astype(np.int32),
        "declared_at": declared_at,
        "channel": channel.astype(np.int8),
        "symptoms": _symptoms(share, generator),
        "origin_province": _origins(moved[day, column], generator),
    }
    order = np.argsort(declared_at, kind="stable")
    numbers = {"declaration_id": np.arange(1, len(day) + 1, dtype=np.int32)}
    ordered = numbers | {name: values[order] for name, values in columns.items()}
    labels = {"channel": CHANNELS, "origin_province": tuple(code for code, _ in ORIGINS)}
    return Table("declaration", ordered, {"origin_province": NULL}, labels)


def _cells(
    base: Base, people: People, moved: Floats, came: NDArray[np.bool_], scale: float, generator: Generator
) -> tuple[Ints, Ints, Ints]:
    """Row of the day, commune and channel of each declaration; none where the day's report is not in."""
    rates = channel_rates(base, moved, generator) * people.at_home.sizes[None, :, None] * came[:, :, None]
    wanted, total = base.population.sum() * DECLARATIONS_PER_PERSON * scale, rates.sum()
    counts = generator.poisson(rates * (wanted / total if total else 0.0))
    cell = np.repeat(np.arange(counts.size), counts.ravel())
    day, column, channel = np.unravel_index(cell, counts.shape)
    return day, column, channel


def _is_ill(base: Base, people: People, lines: Lines, day: Ints, person: Ints) -> NDArray[np.bool_]:
    """True for declarations of a case from onset to the first positive sample."""
    onset, sample = np.full((2, len(people)), NULL)
    has_onset = lines.onset_day != NULL
    onset[lines.person[has_onset]] = lines.onset_day[has_onset]
    sample[lines.person[has_onset]] = lines.first_positive_day[has_onset]
    today = base.day_numbers[day]
    found: NDArray[np.bool_] = (onset[person] <= today) & (today <= sample[person])
    return found


def symptomatic_share(base: Base) -> Floats:
    """Share of declarations with a symptom, day × commune: rises with the cases of the days to come."""
    coming = np.zeros(base.shape)
    for days, weight in LEAD:
        coming[:-days] += weight * base.cases[days:]
    signal = coming / base.population * 10_000
    return CALM_SHARE + OUTBREAK_SHARE * signal / (signal + HALF_SIGNAL_PER_10K)


def _symptoms(share: Floats, generator: Generator) -> NDArray[np.int8]:
    found = np.zeros(len(share), dtype=np.int8)
    ill = np.flatnonzero(generator.random(len(share)) < share)
    bits = np.zeros(len(ill), dtype=np.int8)
    for bit, part in SYMPTOMS:
        bits |= np.where(generator.random(len(ill)) < part, bit, 0).astype(np.int8)
    fallback = np.where(generator.random(len(ill)) < 0.5, 1, 2).astype(np.int8)
    found[ill] = np.where(bits == 0, fallback, bits)
    return found


def _origins(moved: Floats, generator: Generator) -> NDArray[np.int8]:
    """Position in ORIGINS, or NULL where nobody came from elsewhere."""
    found = np.full(len(moved), NULL, dtype=np.int8)
    came_from = np.flatnonzero(generator.random(len(moved)) < ORIGIN_SHARE * moved**ORIGIN_TRAVEL_POWER)
    found[came_from] = choose(tuple(weight for _, weight in ORIGINS), len(came_from), generator)
    return found


def _seconds(size: int, generator: Generator) -> Ints:
    """Seconds after midnight, around two peaks; anywhere in the day where that falls outside."""
    centre = np.where(generator.random(size) < MORNING_SHARE, MORNING, EVENING)
    seconds = 3600 * (centre + SPREAD_HOURS * generator.standard_normal(size))
    anywhere = generator.random(size) * 86_400
    is_inside = (seconds >= 0) & (seconds < 86_400)
    return np.where(is_inside, seconds, anywhere).astype(np.int64)
