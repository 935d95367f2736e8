/* The map of the tracer's desk: the venues of a trace as numbered circles, thin lines from each stay to the next.
   The table beside it says the same; homes and people are never drawn. */
(function () {
  "use strict";

  const { INK, LINE, EMPTY, fetchJson, line, geojson, namesOf, districtLines, communeNames, districtNames, make } = window.dichteMapBase;
  const boot = JSON.parse(document.getElementById("dichte-boot").textContent);
  const ACCENT = "#0b5cad", MOST_MARKS = 2;   // more stays at one venue are told by "1+"
  const host = Object.assign(document.createElement("div"), { className: "map-host" });
  let map = null, starting = null, room = null, shown = "";

  function style(areas) {
    return {
      version: 8,
      sources: {
        communes: geojson(areas), districts: geojson(boot.geometry.districts), names: geojson(EMPTY),
        path: { type: "geojson", data: EMPTY }, stops: { type: "geojson", data: EMPTY },
      },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": "#e9edf1" } },
        { id: "ground", type: "fill", source: "communes", paint: { "fill-color": "#ffffff", "fill-antialias": false } },
        line("commune-lines", "communes", LINE, 0.5),
        districtLines(), communeNames(), districtNames(),
        line("path", "path", ACCENT, 1.2, { paint: { "line-color": ACCENT, "line-width": 1.2, "line-opacity": 0.6, "line-dasharray": [3, 2] } }),
        {
          id: "stops", type: "circle", source: "stops",
          paint: { "circle-radius": ["get", "r"], "circle-color": ACCENT, "circle-stroke-color": "#ffffff", "circle-stroke-width": 1.5 },
        },
        {
          id: "marks", type: "symbol", source: "stops",
          layout: { "text-field": ["get", "mark"], "text-size": 12, "text-font": ["sans-serif"], "text-allow-overlap": true, "text-ignore-placement": true },
          paint: { "text-color": "#ffffff" },
        },
      ],
    };
  }

  async function start() {
    const [maplibre, areas] = await Promise.all([import(new URL(boot.library, document.baseURI).href), fetchJson(boot.geometry.communes)]);
    map = make(maplibre, boot, { container: host, style: style(areas), cooperativeGestures: true });
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-label", room.dataset.label);
    map.on("click", "stops", ({ features }) => window.dichteTrace.focusRow(features[0].properties.row));
    map.on("mousemove", ({ point }) => { canvas.style.cursor = map.queryRenderedFeatures(point, { layers: ["stops"] }).length ? "pointer" : ""; });
    await map.once("load");
    const districts = await fetchJson(boot.geometry.districts);
    map.getSource("names").setData({ type: "FeatureCollection", features: [...namesOf(districts, "district"), ...namesOf(areas, "commune")] });
  }

  // ── stops ─────────────────────────────────────────────────────────────────────────────────────

  const point = (coordinates, properties) => ({ type: "Feature", properties, geometry: { type: "Point", coordinates } });

  /** One circle a venue, with the numbers of its stays; a click leads to the first. */
  function circles(stops) {
    const venues = new Map();
    for (const stop of stops) venues.set(stop.venue, [...(venues.get(stop.venue) || []), stop]);
    return [...venues.values()].reverse().map((stays) => {
      const marks = stays.map((stay) => stay.mark), mark = marks.length > MOST_MARKS ? `${marks[0]}+` : marks.join(",");
      return point(stays[0].at, { mark, row: stays[0].row, r: 8 + 3.4 * Math.max(0, mark.length - 1) });
    });
  }

  function path(stops) {
    const coordinates = stops.map((stop) => stop.at);
    return coordinates.length > 1 ? [{ type: "Feature", properties: {}, geometry: { type: "LineString", coordinates } }] : [];
  }

  function draw(stops, isPath) {
    const features = circles(stops);
    map.getSource("stops").setData({ type: "FeatureCollection", features });
    map.getSource("path").setData({ type: "FeatureCollection", features: isPath ? path(stops) : [] });
    map.fitBounds(frame(stops.map((stop) => stop.at)), { padding: 40, maxZoom: 12.5, animate: false });
    const here = room;      // says to whoever waits how many circles stand
    map.once("idle", () => { here.dataset.drawn = String(features.length); });
  }

  /** West, south, east, north of what is drawn; the province where nothing is. */
  function frame(places) {
    if (!places.length) return boot.bounds;
    const [x, y] = [places.map((at) => at[0]), places.map((at) => at[1])];
    return [Math.min(...x), Math.min(...y), Math.max(...x), Math.max(...y)];
  }

  // ── in the page ───────────────────────────────────────────────────────────────────────────────

  async function show() {
    const found = document.querySelector(".trace-map");
    if (!found) { room = null; return; }
    const isMoved = host.parentNode !== found, wish = `${found.dataset.path} ${found.dataset.stops}`;
    if (found.classList.contains("no-webgl") || (!isMoved && wish === shown)) return;
    room = found;
    shown = wish;
    if (isMoved) found.append(host);
    starting = starting || start();
    try { await starting; } catch (error) { return fallBack(found, error); }
    if (found !== room || wish !== shown) return;      // another one is wanted by now
    if (isMoved) map.resize();
    draw(JSON.parse(found.dataset.stops), found.dataset.path === "1");
  }

  /** No map: a sentence says so, and the table has everything. */
  function fallBack(found, error) {
    host.remove();
    found.classList.add("no-webgl");
    found.dataset.failure = String(error && error.message ? error.message : error);
    found.append(Object.assign(document.createElement("p"), { textContent: found.dataset.noWebgl }));
  }

  new MutationObserver(show).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-stops"] });
  window.dichteTraceMap = { get map() { return map; } };
})();
