"""The tab of imports: the source left, the file right; once a file is judged, its preview takes the room."""

from __future__ import annotations

from dash import dcc, html
from dash.development.base_component import Component

from callbacks.desk import ids
from callbacks.desk.desk import Desk
from callbacks.desk.drop import drop_zone
from callbacks.desk.expects import expects
from callbacks.desk.source import source_choice, source_list
from callbacks.desk.view import DeskView
from layers.text import text

TICK_MS = 400


def import_tab(desk: Desk, view: DeskView) -> list[Component]:
    source, lang = desk.source(view.source), view.lang
    limit = desk.context.store.settings.upload_mb
    return [
        html.Section(
            [
                html.H2(text("desk.step_source", lang)),
                source_choice(desk.intake.sources, source.key if source else "", lang),
                expects(source, lang) if source else source_list(desk.intake.sources, view),
            ],
            className="desk-source",
        ),
        html.Section(
            [
                html.H2(text("desk.step_file", lang), className="step-file"),
                html.Div(id=ids.WORK, className="desk-work"),
                drop_zone(source.key if source else "", limit, lang),
                dcc.Interval(id=ids.TICK, interval=TICK_MS, disabled=True),
            ],
            className="desk-file",
        ),
    ]
