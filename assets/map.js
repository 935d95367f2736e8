/* The map. What it shares with other maps is in map-base.js.

   Geometry is fetched once by URL; values come as one small matrix per layer (day × commune); a change of day only
   sets feature state, so nothing is asked of the server while the reader's hand moves. */
(function () {
  "use strict";

  const { INK, LINE, EMPTY, fetchJson, line, label, geojson, namesOf, districtLines, communeNames, districtNames, make } = window.dichteMapBase;
  const boot = JSON.parse(document.getElementById("dichte-boot").textContent);
  const library = import(new URL(boot.library, document.baseURI).href);
  const communes = fetchJson(boot.geometry.communes);

  const NO_REPORT = 251, LATE = 252, SUPPRESSED = 253;
  const PATTERNS = { [NO_REPORT]: "no-report", [LATE]: "late", [SUPPRESSED]: "suppressed" };
  const UNKNOWN = "#e9edf1", PATTERN_INK = "#5c6b7a", OUTSIDE = "#eceff2";
  const VENUE_RADIUS = [4, 18], RADIUS = ["coalesce", ["feature-state", "r"], 0];

  let map = null;          // the MapLibre map, once it stands
  let starting = null;     // promise of the map, which begins at once
  let scene = null;        // what the server said about layers, days and words
  let shown = {};          // the view the map is on its way to
  let standing = {};       // the view whose values the map holds
  let wanted = null;       // the view asked for last
  const matrices = new Map();   // promises by URL
  const ready = {};             // matrices that are here, by URL
  const classes = { layer: "", areas: null, venues: null, points: null };   // what feature state holds now

  // ── values ────────────────────────────────────────────────────────────────────────────────────

  /** The matrix of an area layer: float32 values, then uint8 classes, both day × commune. */
  function areaMatrix(view) {
    const url = areasUrl(view);
    return once(url, () => fetchBuffer(url).then((buffer) => {
      const cells = scene.days.length * scene.unit_ids.length;
      return (ready[url] = { values: new Float32Array(buffer, 0, cells), classes: new Uint8Array(buffer, 4 * cells, cells) });
    }));
  }

  /** What was known at the view's moment has its own URL: the moment stands behind the snapshot. */
  function asOf(url, view) {
    return view.as_of ? url.replace(scene.snapshot, `${scene.snapshot}@${view.as_of.replace(/\D/g, "")}`) : url;
  }

  function areasUrl(view) { return asOf(scene.layers[view.layer].values, view); }
  function venuesUrl(view) { return ofVenues(scene.venues.values, view); }

  /** Venues depend on the definition of exposure too; the default has no mark. */
  function ofVenues(url, view) {
    const rule = view.rule && view.rule !== scene.defaults.rule ? `~${view.rule}` : "";
    return asOf(url, view).replace(/(\.\w+)$/, `${rule}$1`);
  }

  /** What `begin` promises for a URL, begun once; after a failure the next gesture begins again. */
  function once(url, begin) {
    if (!matrices.has(url)) {
      const promise = begin();
      matrices.set(url, promise);
      promise.catch(() => matrices.delete(url));
    }
    return matrices.get(url);
  }

  /** The matrix of venues: uint16 people exposed, then uint8 days since (255: not exposed), both day × venue. */
  function venueMatrix(view) {
    const url = venuesUrl(view);
    return once(url, () => Promise.all([fetchBuffer(url), fetchJson(ofVenues(scene.venues.points, view))]).then(([buffer, points]) => {
      const cells = scene.days.length * points.features.length;
      return (ready[url] = { people: new Uint16Array(buffer, 0, cells), days: new Uint8Array(buffer, 2 * cells, cells), points });
    }));
  }

  function fetchBuffer(url) {
    return fetch(url).then((answer) => {
      if (!answer.ok) throw new Error(`${url}: ${answer.status}`);
      return answer.arrayBuffer();
    });
  }

  function row(view) { return scene.days.indexOf(view.day); }

  // ── style ─────────────────────────────────────────────────────────────────────────────────────

  /** One expression for every layer: another one would make MapLibre cut all tiles anew, so the colour itself is state. */
  const COLOUR = ["to-color", ["coalesce", ["feature-state", "k"], "#ffffff"]];

  function hatchLayer(state) {
    return {
      id: PATTERNS[state], type: "fill", source: "communes",
      paint: {
        "fill-pattern": PATTERNS[state],
        "fill-opacity": ["case", ["==", ["coalesce", ["feature-state", "c"], 250], state], 1, 0],
      },
    };
  }

  function style(areas) {
    return {
      version: 8,
      sources: {
        communes: geojson(areas), districts: geojson(boot.geometry.districts), neighbours: geojson(EMPTY),
        names: geojson(EMPTY), chosen: geojson(EMPTY), venues: geojson(EMPTY),
      },
      layers: [
        { id: "paper", type: "background", paint: { "background-color": "#f5f7f9" } },
        { id: "neighbours", type: "fill", source: "neighbours", paint: { "fill-color": "#e9edf1", "fill-antialias": false } },
        line("neighbour-lines", "neighbours", "#ffffff", 1),
        { id: "ground", type: "fill", source: "communes", paint: { "fill-color": "#ffffff", "fill-antialias": false } },
        { id: "areas", type: "fill", source: "communes", paint: { "fill-color": COLOUR, "fill-antialias": false } },
        hatchLayer(NO_REPORT), hatchLayer(LATE), hatchLayer(SUPPRESSED),
        line("commune-lines", "communes", LINE, 0.4),
        {
          id: "outside", type: "fill", source: "communes",
          paint: { "fill-color": OUTSIDE, "fill-opacity": ["case", ["boolean", ["feature-state", "o"], false], 1, 0] },
        },
        districtLines(),
        line("chosen-casing", "chosen", "#ffffff", 5.5),
        line("chosen", "chosen", INK, 2.5),
        {
          id: "venues", type: "circle", source: "venues",
          paint: {
            // Seen from afar a venue must not hide the commune it stands in.
            "circle-radius": [
              "interpolate", ["linear"], ["zoom"],
              7.5, ["max", 0, ["-", ["*", 0.25, RADIUS], 0.4]], 8.5, ["max", 0, ["-", ["*", 0.42, RADIUS], 0.7]], 11, RADIUS,
            ],
            "circle-color": ["match", ["coalesce", ["feature-state", "a"], 0], 0, "#7a0177", 1, "#dd3497", "#fbb4b9"],
            "circle-stroke-color": "#ffffff",
            "circle-stroke-width": ["interpolate", ["linear"], ["zoom"], 8, 0, 8.5, ["case", [">", RADIUS, 0], 0.4, 0], 11, ["case", [">", RADIUS, 0], 1.2, 0]],
            "circle-opacity": 0.9,
          },
        },
        communeNames(),
        label("neighbour-names", "neighbour", 11, { paint: { "text-color": "#7b8794", "text-halo-color": "#e9edf1", "text-halo-width": 1 } }),
        districtNames(),
      ],
    };
  }

  /** Hatches drawn here and in style.css alike: light diagonals, dotted, crossed. */
  function pattern(state) {
    const size = 12, canvas = Object.assign(document.createElement("canvas"), { width: size, height: size });
    const pen = canvas.getContext("2d");
    pen.fillStyle = UNKNOWN;
    pen.fillRect(0, 0, size, size);
    pen.strokeStyle = pen.fillStyle = PATTERN_INK;
    pen.lineWidth = state === SUPPRESSED ? 1.2 : 1;
    const stroke = (x0, y0, x1, y1) => { pen.beginPath(); pen.moveTo(x0, y0); pen.lineTo(x1, y1); pen.stroke(); };
    if (state === LATE) {
      for (const [x, y] of [[3, 3], [9, 9]]) { pen.beginPath(); pen.arc(x, y, 1.4, 0, 7); pen.fill(); }
    } else {
      for (const shift of [-size, 0, size]) stroke(shift, size, shift + size, 0);
      if (state === SUPPRESSED) for (const shift of [-size, 0, size]) stroke(shift, 0, shift + size, size);
    }
    return pen.getImageData(0, 0, size, size);
  }

  // ── start ─────────────────────────────────────────────────────────────────────────────────────

  /** The map starts before the page stands, in a host of about the right size that moves into the page later. */
  const host = document.createElement("div");
  host.className = "map-host";
  host.style.width = `${Math.max(300, window.innerWidth - (window.innerWidth > 760 ? 620 : 0))}px`;
  host.style.height = `${Math.max(300, window.innerHeight - 152 - (document.documentElement.classList.contains("line-hidden") ? 0 : boot.line))}px`;
  document.body.append(host);

  async function start() {
    const [maplibre, areas] = await Promise.all([library, communes]);
    map = make(maplibre, boot, { container: host, style: style(areas) });
    for (const state of [NO_REPORT, LATE, SUPPRESSED]) map.addImage(PATTERNS[state], pattern(state), { pixelRatio: 2 });
    const canvas = map.getCanvas();
    canvas.setAttribute("aria-label", boot.words.map);
    canvas.setAttribute("aria-describedby", "map-instead");
    map.on("mousemove", hover);
    map.on("mouseout", () => { tooltip().hidden = true; });
    map.on("click", choose);
    map.on("idle", () => tell("idle"));
    await map.once("load");
    return areas;
  }

  /** Padding that keeps what matters clear of the legend, and of the sheet on phones. */
  function room(margin) {
    const map = document.getElementById("map").getBoundingClientRect(), legend = document.getElementById("legend").getBoundingClientRect();
    const bottom = Math.min(map.bottom - legend.top, map.height * 0.6);
    return { top: margin, left: margin, right: margin, bottom: Math.max(margin, bottom + margin) };
  }

  /** Neighbours and names come after the communes. */
  async function surroundings(areas) {
    const [neighbours, districts] = await Promise.all([fetchJson(boot.geometry.neighbours), fetchJson(boot.geometry.districts)]);
    map.getSource("neighbours").setData(neighbours);
    const features = [...namesOf(districts, "district"), ...namesOf(areas, "commune"), ...namesOf(neighbours, "neighbour")];
    map.getSource("names").setData({ type: "FeatureCollection", features });
  }

  /** From where it started, or from a page that is gone, into the page that stands. */
  function moveIn(container) {
    container.append(host);
    host.style.width = host.style.height = "";
    map.resize();
    map.fitBounds(boot.bounds, { padding: room(16), animate: false });
  }

  /** No WebGL: the picture drawn by the server stands in, and the table has the numbers. */
  function fallBack(container, error) {
    container.classList.add("no-webgl");
    container.dataset.failure = String(error && error.message ? error.message : error);
    showPicture(container);
  }

  function showPicture(container) {
    let picture = container.querySelector("img.static-map");
    if (!picture) {
      picture = Object.assign(document.createElement("img"), { className: "static-map", alt: scene.words.map });
      const words = Object.assign(document.createElement("p"), { className: "static-note", textContent: scene.words.no_webgl });
      container.replaceChildren(words, picture);
    }
    picture.src = `map.svg?${window.dichteQuery(wanted)}`;
    shown = Object.assign({}, wanted);
  }

  // ── show ──────────────────────────────────────────────────────────────────────────────────────

  async function show(view, sceneNow) {
    scene = sceneNow;
    wanted = view;
    const container = document.getElementById("map");
    if (!container) return;
    if (container.classList.contains("no-webgl")) return showPicture(container);
    let areas;
    try { areas = await starting; } catch (error) { return fallBack(container, error); }
    if (view !== wanted) return;       // a newer wish came in while the map started
    if (host.parentNode !== container) moveIn(container);
    await apply(view, areas);
  }

  async function apply(view, areas) {
    const before = shown;
    shown = Object.assign({}, view);
    const eyes = view.show.split(",");
    if (view.opacity !== before.opacity) map.setPaintProperty("areas", "fill-opacity", Number(view.opacity) / 100);
    if (view.venue_opacity !== before.venue_opacity) map.setPaintProperty("venues", "circle-opacity", Number(view.venue_opacity) / 100);
    if (view.show !== before.show) showEyes(eyes);
    if (view.district !== before.district) showDistrict(view.district, before.layer === undefined, areas);
    if (view.commune !== before.commune || view.venue !== before.venue) outline(view, areas);
    try {
      if (eyes.includes("areas")) await paintAreas(view);
      const isFirst = !standing.layer;
      if (view === wanted) stand(view);
      if (isFirst && standing.layer) await painted(areas);      // the communes are on screen before venues are asked for
      if (eyes.includes("venues")) await paintVenues(view);
      lost(false);
    } catch {
      if (classes.layer && classes.layer !== view.layer) clearAreas();
      lost(true);
    }
  }

  /** A line above the map stands from a fetch that failed until the map has all it was asked for. */
  function lost(isLost) { document.body.classList.toggle("values-lost", isLost); }

  /** No colours rather than those of another layer under this layer's legend. */
  function clearAreas() {
    for (const id of scene.unit_ids) map.setFeatureState({ source: "communes", id }, { c: 250, k: "#ffffff" });
    Object.assign(classes, { layer: "", areas: null });
  }

  /** Once the first communes are painted. */
  async function painted(areas) {
    map.triggerRepaint();
    await map.once("idle");
    tell("drawn");
    surroundings(areas).catch(() => lost(true));
  }

  function stand(view) {
    standing = view;
    tell("shown");
  }

  /** What the map holds and has painted, for whoever waits: data-shown (state set), data-drawn and data-idle (painted). */
  function tell(name) {
    const container = document.getElementById("map");
    if (!container || !standing.layer) return;
    container.dataset[name] = `${standing.layer} ${standing.day}`;
    container.dataset.district = standing.district;
    container.dataset.asOf = standing.as_of;
  }

  function showEyes(eyes) {
    const visible = (id, on) => {
      const wish = on ? "visible" : "none";      // saying it again would make MapLibre cut the tiles again
      if ((map.getLayoutProperty(id, "visibility") || "visible") !== wish) map.setLayoutProperty(id, "visibility", wish);
    };
    visible("areas", eyes.includes("areas"));
    visible("venues", eyes.includes("venues"));
    for (const id of ["district-lines", "district-names"]) visible(id, eyes.includes("districts"));
    for (const id of Object.values(PATTERNS)) visible(id, eyes.includes("areas"));
  }

  function showDistrict(district, atOnce, areas) {
    for (const { id, properties } of areas.features) {
      map.setFeatureState({ source: "communes", id }, { o: Boolean(district) && properties.district !== district });
    }
    if (atOnce && !district) return;
    map.fitBounds(district ? boot.district_bounds[district] : boot.bounds, { padding: room(24), animate: false });
  }

  function outline(view, areas) {
    const features = view.commune ? areas.features.filter((f) => f.properties.code === view.commune) : [];
    map.getSource("chosen").setData({ type: "FeatureCollection", features });
    if (features.length) bringIntoView(features[0]);
  }

  /** A commune found by name may lie off the screen, behind the legend or the sheet, or be a speck on a phone. */
  function bringIntoView(feature) {
    const { x, y } = feature.properties, at = map.project([x, y]), padding = room(40);
    const { clientWidth, clientHeight } = map.getContainer();
    const isSeen = at.x > 40 && at.x < clientWidth - 40 && at.y > 40 && at.y < clientHeight - padding.bottom;
    if (!isSeen || map.getZoom() < 8.8) map.fitBounds([x - 0.05, y - 0.03, x + 0.05, y + 0.03], { padding, maxZoom: Math.max(map.getZoom(), 10), animate: false });
  }

  async function paintAreas(view) {
    const matrix = ready[areasUrl(view)] || await areaMatrix(view);
    if (view === wanted) setAreas(view, matrix);
  }

  function setAreas(view, matrix) {
    const ids = scene.unit_ids, start = row(view) * ids.length;
    const now = matrix.classes.subarray(start, start + ids.length);
    const before = classes.areas, colours = scene.layers[view.layer].colours;
    const isSame = (n) => before && classes.layer === view.layer && before[n] === now[n];
    for (let n = 0; n < ids.length; n++) {
      if (!isSame(n)) map.setFeatureState({ source: "communes", id: ids[n] }, { c: now[n], k: colours[now[n]] || UNKNOWN });
    }
    classes.areas = now;
    classes.layer = view.layer;
  }

  async function paintVenues(view) {
    const matrix = ready[venuesUrl(view)] || await venueMatrix(view);
    if (view === wanted) setVenues(view, matrix);
  }

  function setVenues(view, matrix) {
    const features = matrix.points.features, start = row(view) * features.length;
    if (classes.points !== matrix.points) {       // other moments know of other venues
      map.removeFeatureState({ source: "venues" });
      Object.assign(classes, { venues: new Map(), points: matrix.points });
      map.getSource("venues").setData(matrix.points);
    }
    for (let n = 0; n < features.length; n++) {
      const days = matrix.days[start + n], people = matrix.people[start + n];
      const isShown = days !== 255 && (!view.district || features[n].properties.district === view.district);
      const r = isShown ? radius(people) : 0, a = days <= 7 ? 0 : days <= 14 ? 1 : 2, id = features[n].id;
      const state = `${r} ${a}`;
      if ((classes.venues.get(id) || "0 2") === state) continue;
      classes.venues.set(id, state);
      map.setFeatureState({ source: "venues", id }, { r, a });
    }
  }

  /** Area of the circle follows the people exposed, between 4 and 18 px. */
  function radius(people) {
    const [low, high] = VENUE_RADIUS, share = Math.sqrt(Math.min(people, scene.venues.largest) / scene.venues.largest);
    return Math.round(10 * (low + (high - low) * share)) / 10;
  }

  /** A step in time, painted at once: all it needs is here. What is not here yet comes with show(). */
  function step(n) {
    if (!shown.layer || !scene.days[n] || shown.day === scene.days[n]) return;
    const eyes = shown.show.split(","), view = Object.assign({}, shown, { day: scene.days[n] });
    const needs = [eyes.includes("areas") && areasUrl(view), eyes.includes("venues") && venuesUrl(view)].filter(Boolean);
    if (!needs.every((key) => ready[key])) return;
    wanted = shown = view;
    if (eyes.includes("areas")) setAreas(view, ready[areasUrl(view)]);
    if (eyes.includes("venues")) setVenues(view, ready[venuesUrl(view)]);
    stand(view);
  }

  // ── gestures on the map ───────────────────────────────────────────────────────────────────────

  function featureAt(point) {
    const around = [[point.x - 3, point.y - 3], [point.x + 3, point.y + 3]];
    const exposed = shown.show.split(",").includes("venues")
      ? map.queryRenderedFeatures(around, { layers: ["venues"] }).filter((f) => f.state && f.state.r > 0) : [];
    const away = (f) => { const at = map.project(f.geometry.coordinates); return Math.hypot(at.x - point.x, at.y - point.y); };
    return exposed.sort((a, b) => away(a) - away(b))[0] || map.queryRenderedFeatures(point, { layers: ["ground"] })[0];
  }

  function choose(event) {
    const feature = featureAt(event.point);
    if (!feature) return;
    const isVenue = feature.source === "venues";
    window.dash_clientside.set_props("chosen", { data: {
      commune: isVenue ? "" : feature.properties.code, venue: isVenue ? String(feature.id) : "", panel: "",
    } });
  }

  function tooltip() { return document.getElementById("map-tooltip"); }

  function hover(event) {
    const feature = featureAt(event.point), box = tooltip();
    box.hidden = !feature;
    map.getCanvas().style.cursor = feature ? "pointer" : "";
    if (!feature) return;
    box.replaceChildren(...sentences(feature).map((words, index) => Object.assign(document.createElement(index ? "div" : "strong"), { textContent: words })));
    const width = map.getContainer().clientWidth;
    box.style.left = `${Math.min(event.point.x + 14, width - 230)}px`;
    box.style.top = `${event.point.y + 14}px`;
  }

  function sentences(feature) {
    if (feature.source === "venues") return venueSentences(feature);
    const value = valueSentence(scene.unit_ids.indexOf(feature.id));
    return [feature.properties.name, value, scene.layers[shown.layer].simulated].filter(Boolean);
  }

  function venueSentences(feature) {
    const words = scene.words, matrix = ready[venuesUrl(shown)], features = matrix.points.features;
    const cell = row(shown) * features.length + features.findIndex((f) => f.id === feature.id);
    return [
      feature.properties.name,
      words.venue_types[feature.properties.type],
      words[feature.properties.group ? "people_exposed_from" : "people_exposed"].replace("{n}", window.dichteNumber(matrix.people[cell], 0)),
      words.days_since.replace("{n}", String(matrix.days[cell])),
      words.simulated,
    ].filter(Boolean);
  }

  function valueSentence(column) {
    const layer = scene.layers[shown.layer], matrix = ready[areasUrl(shown)];
    if (!matrix) return scene.words.loading;
    const cell = row(shown) * scene.unit_ids.length + column, state = matrix.classes[cell];
    if (state > 250) return scene.words.states[state];
    return `${window.dichteNumber(matrix.values[cell], layer.digits)} ${layer.unit}`;
  }

  // ── printing ──────────────────────────────────────────────────────────────────────────────────

  window.addEventListener("beforeprint", () => {
    if (!map) return;
    map.redraw();      // the canvas keeps its pixels only until the end of this task
    const picture = document.getElementById("map-print");
    if (picture) picture.src = map.getCanvas().toDataURL("image/png");
    for (const about of document.querySelectorAll("#legend details")) about.open = true;
  });

  starting = start();
  starting.catch(() => {});      // told by show(), once there is a page to tell it on

  window.dichteMap = { show, step, resize: () => { if (map) map.resize(); }, get map() { return map; } };
})();
