"""Everything that the app answers to one reader about cases, read as an attacker reads it: from the wire alone."""

from __future__ import annotations

import base64
import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import numpy as np

from data.cells import State
from data.units import Units
from layers import AREA_LAYERS
from layers.base import LATE, NO_REPORT, SUPPRESSED
from tests.attacks.asked import CALLBACKS, body_of, server_callbacks
from tests.attacks.readers import Attacked
from tests.attacks.told import WEEK, Area, Told
from tests.callbacks.trees import find, paragraphs, plain, words

_STATES = {NO_REPORT: State.NO_REPORT, LATE: State.LATE, SUPPRESSED: State.SUPPRESSED}
_NEW = re.compile(r"^([\d.,]+) (?:ca mới|new cases?)")
_WEEK = re.compile(r"^(?:7 ngày|7 days): ([\d.,]+) (?:ca|cases?),")
_CHANGE = re.compile(r"(tăng|giảm|up|down|không đổi|the same)(?: ([\d.,]+))?")


class Collector:
    """Asks as one reader and writes down what is told of new cases."""

    def __init__(self, target: Attacked, name: str) -> None:
        self.target, self.name = target, name
        cube = target.store.cube()
        self.units: Units = cube.units
        self.days = cube.days
        self.snapshot = re.search(r"values/([^/\"]+)/", target.ask(name, "/").get_data(as_text=True))

    def told(self) -> Told:
        assert self.snapshot is not None
        values, states = self._matrix("new_cases")
        ends = frozenset(n for n, d in enumerate(self.days) if d.isoweekday() == WEEK and n >= WEEK - 1)
        told = Told(self.units, values, states, ends, WEEK, counts_unplaced=True)
        self._rates(told)
        self._tables(told)
        self._curves(told)
        self._cards(told)
        return told

    def _matrix(self, layer: str) -> tuple[Any, Any]:
        """The file that the map colours its communes from: values, then classes."""
        answer = self.target.ask(self.name, f"/values/{self.snapshot[1]}/{layer}.bin")  # type: ignore[index]
        assert answer.status_code == 200
        shape = (len(self.days), len(self.units.communes))
        cells = shape[0] * shape[1]
        values = np.frombuffer(answer.data[: 4 * cells], "<f4").reshape(shape).astype(float)
        classes = np.frombuffer(answer.data[4 * cells :], np.uint8).reshape(shape)
        states = np.full(shape, State.VALUE, dtype=np.uint8)
        for code, state in _STATES.items():
            states[classes == code] = state
        assert np.array_equal(np.isfinite(values), states == State.VALUE), "a hidden cell holds a value"
        return values, states

    def _rates(self, told: Told) -> None:
        """A rate and a population are a count; where the class says hidden, the week is."""
        values, states = self._matrix("cases_7d_per_100k")
        counts = values * self.units.population / 100_000
        for row in range(len(self.days)):
            for column in np.flatnonzero(np.isfinite(counts[row])):
                told.week(self._code(column), row, float(np.round(counts[row, column])))
            for column in np.flatnonzero(states[row] == State.SUPPRESSED):
                if row in told.sundays:
                    told.hidden_weeks.add((self._code(column), row))

    def _code(self, column: int) -> str:
        return self.units.communes[column].code

    def _tables(self, told: Told) -> None:
        """The table of every week and of days between, for several layers; the file for a GIS."""
        rows = sorted({*told.sundays, *range(10, len(self.days), 9)})
        for n, row in enumerate(rows):
            layer = AREA_LAYERS[n % len(AREA_LAYERS)].key
            query = f"?layer={layer}&day={self.days[row].isoformat()}&lang={('vi', 'en')[n % 2]}"
            for line in self._csv(query):
                self._line(told, row, line)
        query = f"?layer=new_cases&day={self.days[rows[len(rows) // 2]].isoformat()}"
        for feature in json.loads(self.target.ask(self.name, f"/export/areas.geojson{query}").data)[
            "features"
        ]:
            facts = feature["properties"]
            if facts["value"] is not None:
                told.day(facts["code"], rows[len(rows) // 2], facts["value"])

    def _csv(self, query: str) -> Iterator[dict[str, str]]:
        answer = self.target.ask(self.name, f"/export/table.csv{query}")
        assert answer.status_code == 200
        yield from csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig")))

    @staticmethod
    def _line(told: Told, row: int, line: dict[str, str]) -> None:
        if line["new_cases"]:
            told.day(line["code"], row, float(line["new_cases"]))
        if line["cases_7d"]:
            told.week(line["code"], row, float(line["cases_7d"]))

    def _places(self) -> Iterator[tuple[Area, dict[str, str]]]:
        yield None, {}
        for district in self.units.districts:
            yield district.code, {"district": district.code}
        for commune in self.units.communes:
            yield commune.code, {"commune": commune.code}

    def _curves(self, told: Told) -> None:
        """The curve of every place: days as bars, the mean of a week as a line."""
        for area, place in self._places():
            figure = one_figure(self._ask("curve", place))
            for row, value in enumerate(numbers(figure["data"][0]["y"])):
                if np.isfinite(value):
                    told.day(area, row, value)
            for row, value in enumerate(numbers(figure["data"][1]["y"])):
                if np.isfinite(value):
                    told.week(area, row, float(np.round(value * WEEK)))

    def _cards(self, told: Told) -> None:
        """The card of the province and of every district on all days, of some communes on some."""
        for area, place in self._places():
            is_commune = area is not None and len(area) == 5
            for row in range(0, len(self.days), 19 if is_commune else 1):
                lang = ("vi", "en")[row % 2]
                asked = place | {"day": self.days[row].isoformat(), "lang": lang}
                self._card(told, area, row, paragraphs(self._ask("place", asked)))

    def _card(self, told: Told, area: Area, row: int, lines: list[str]) -> None:
        for line in lines:
            if found := _NEW.match(line):
                told.day(area, row, whole(found[1]))
            elif found := _WEEK.match(line):
                told.week(area, row, whole(found[1]))

    def _ask(self, place: str, view: dict[str, str]) -> Any:
        output = f"{place}.children"
        callback = server_callbacks(self.target.app)[output]
        given = {"asked.data": view, "framed.data": view, "charts-ready.data": True, "view.data": view}
        body = body_of(output, callback, **given)
        answer = self.target.ask(self.name, CALLBACKS, "POST", json=body)
        assert answer.status_code == 200, answer.get_data(as_text=True)[:300]
        return answer.get_json()["response"][place]["children"]

    def ranking(self, view: dict[str, str]) -> list[tuple[str, str]]:
        """Code and words of every row in the order of the ranking, those of which nothing is told too."""
        output = "ranking.children"
        given = {"asked.data": view, "all-rows.data": True, "view.data": view}
        body = body_of(output, server_callbacks(self.target.app)[output], **given)
        answer = self.target.ask(self.name, CALLBACKS, "POST", json=body)
        rows = find(answer.get_json()["response"]["ranking"]["children"], "Tr")[1:]
        return [(find(row, "Button")[0]["props"]["data-commune"], words(row)) for row in rows]


def whole(text: str) -> float:
    return float(re.sub(r"[.,]", "", text))


def one_figure(tree: Any) -> dict[str, Any]:
    (graph,) = find(plain(tree), "Graph")
    found: dict[str, Any] = graph["props"]["figure"]
    return found


def numbers(given: Any) -> list[float]:
    """Plotly sends an array as base64 or as a list."""
    if isinstance(given, dict):
        return (
            np.frombuffer(base64.b64decode(given["bdata"]), np.dtype(given["dtype"])).astype(float).tolist()
        )
    return [float("nan") if value is None else float(value) for value in given]
