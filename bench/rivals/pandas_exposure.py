"""The definition of data/exposures.py as an analyst would write it in pandas: merge, clip, filter, group."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import pandas as pd

from data.days import SECONDS_PER_DAY, UTC_OFFSET_SECONDS
from data.stays import ExposureRule

MINUTE = 60


@dataclass(frozen=True)
class Frames:
    """The tables of the store as they are."""

    checkins: pd.DataFrame
    cases: pd.DataFrame
    venues: pd.DataFrame
    venue_types: pd.DataFrame


def exposure_contacts(frames: Frames, rule: ExposureRule) -> pd.DataFrame:
    """One row a venue, day and exposed person, with the columns of exposure_contact."""
    visits = _visits(frames)
    stays = _stays(visits, _periods(frames.cases, rule), rule)
    at_venue = visits[visits.venue_id.isin(stays.venue_id.unique())]
    met = stays.merge(at_venue, on="venue_id", suffixes=("_f0", ""))
    met = met[met.person_id != met.person_id_f0]
    begin = np.maximum(met.t_in, met.t_from)
    overlap = np.minimum(met.left, met.t_clear) - begin
    met = met.assign(begin=begin, overlap=overlap, is_imputed=met.no_out | met.no_out_f0)
    met = met[met.overlap >= rule.min_overlap_minutes * MINUTE]
    met = met.assign(number=(met.begin + UTC_OFFSET_SECONDS) // SECONDS_PER_DAY)
    groups = met.groupby(["venue_id", "number", "person_id"])
    found = groups.agg(
        overlap=("overlap", "sum"), cases=("person_id_f0", "nunique"), is_imputed=("is_imputed", "min")
    ).reset_index()
    day = pd.to_datetime(found.number, unit="D")
    return found.assign(day=day, overlap_minutes=found.overlap // MINUTE)


def _visits(frames: Frames) -> pd.DataFrame:
    """Check-ins with the moment of leaving, recorded or filled in, never past the longest stay."""
    kinds = frames.venues.merge(frames.venue_types, on="venue_type")
    kinds = kinds[["venue_id", "default_stay_minutes", "max_stay_minutes"]]
    v = frames.checkins[["venue_id", "person_id", "t_in", "t_out"]].merge(kinds, on="venue_id")
    longest = v.max_stay_minutes * MINUTE
    assumed = np.minimum(v.default_stay_minutes * MINUTE, longest)
    stay = (v.t_out - v.t_in).fillna(assumed).clip(upper=longest).astype("int64")
    kept = v[["venue_id", "person_id", "t_in"]]
    return kept.assign(left=v.t_in + stay, no_out=v.t_out.isna())


def _periods(cases: pd.DataFrame, rule: ExposureRule) -> pd.DataFrame:
    """From when until when each case infects, epoch s."""
    begin = _midnight(cases.onset_day.fillna(cases.first_positive_day))
    unknown = _midnight(cases.confirmed_day) + SECONDS_PER_DAY * (1 + rule.unknown_isolation_days)
    until = cases.isolated_at.fillna(unknown).astype("int64")
    since = begin - SECONDS_PER_DAY * rule.window_days_before
    found = pd.DataFrame({"person_id": cases.person_id, "since": since, "until": until})
    return found[found.until > found.since]


def _midnight(days: pd.Series) -> pd.Series:
    """Epoch s at which the day begins in Việt Nam."""
    return pd.to_datetime(days).astype("datetime64[s]").astype("int64") - UTC_OFFSET_SECONDS


def _stays(visits: pd.DataFrame, periods: pd.DataFrame, rule: ExposureRule) -> pd.DataFrame:
    """Visits of cases while infectious, clipped to that time, the tail added."""
    s = periods.merge(visits, on="person_id")
    s = s[(s.t_in < s.until) & ((s.left > s.since) | (s.t_in >= s.since))]
    clipped = {
        "t_from": np.maximum(s.t_in, s.since),
        "t_clear": np.minimum(s.left, s.until) + rule.tail_minutes * MINUTE,
    }
    return s.assign(**clipped)[["venue_id", "person_id", "t_from", "t_clear", "no_out"]].drop_duplicates()
