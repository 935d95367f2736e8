/* The reader's gestures: controls → View → URL, map and, when the hand lets go, the server. */
(function () {
  "use strict";

  /** What the server need not hear of, and what charts depend on. */
  const DRAWN_HERE = ["opacity", "venue_opacity"], FRAME = ["layer", "district", "commune", "from", "to", "as_of"];
  const ASK_AFTER_MS = 140, PLAY_MS = { 1: 400, 2: 200, 4: 80 };
  const NUMBER = {};
  let scene = null, current = null, lastUrl = "", askTimer = 0, urlTimer = 0, playTimer = 0, speed = 1;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const same = () => window.dash_clientside.no_update;

  window.dichteNumber = (value, digits) => {
    if (value === null || Number.isNaN(value)) return "–";
    const key = `${scene.lang} ${digits}`;
    NUMBER[key] = NUMBER[key] || new Intl.NumberFormat(scene.lang, { minimumFractionDigits: digits, maximumFractionDigits: digits });
    return NUMBER[key].format(value);
  };

  /** The URL's parameters of a view: layer and day always, the rest where it differs from the default. */
  window.dichteQuery = (view, changes) => {
    const whole = Object.assign({}, view, changes);
    const names = Object.keys(scene.defaults).filter((name) => scene.always.includes(name) || whole[name] !== scene.defaults[name]);
    return names.map((name) => `${name}=${encodeURIComponent(whole[name]).replaceAll("%2C", ",")}`).join("&");
  };

  // ── controls → view ───────────────────────────────────────────────────────────────────────────

  function read(layer, eyes, opacity, venueOpacity, district, from, to, day, chosen, sort, asOf, rule, sceneNow, before) {
    scene = sceneNow;
    const view = {
      layer, day: scene.days[day], from: from || scene.defaults.from, to: to || scene.defaults.to, district: district || "",
      commune: chosen.commune || "", venue: chosen.venue || "", panel: chosen.panel || "",
      show: scene.overlays.filter((key) => eyes.some((list) => list && list.includes(key))).join(",") || "none",
      opacity: String(opacity), venue_opacity: String(venueOpacity), sort, lang: scene.lang, as_of: asOf || "", rule: rule || scene.defaults.rule,
    };
    if (before && Object.keys(view).every((name) => view[name] === before[name])) return same();
    return view;
  }

  function readControls(layer, eyeAreas, eyeVenues, eyeDistricts, opacity, venueOpacity, district, from, to, day, chosen, sort, asOf, rule, sceneNow, before) {
    return read(layer, [eyeAreas, eyeVenues, eyeDistricts], opacity, venueOpacity, district, from, to, day, chosen, sort, asOf, rule, sceneNow, before);
  }

  /** The range moves the ends of the slider; a day outside comes to the nearer end. */
  function spanDays(from, to, sceneNow, day) {
    const first = Math.max(0, sceneNow.days.indexOf(String(from || "").slice(0, 10)));
    const end = sceneNow.days.indexOf(String(to || "").slice(0, 10));
    const last = end < 0 ? sceneNow.days.length - 1 : end;
    return [first, last, Math.min(Math.max(day, first), last), marks(sceneNow, first, last)];
  }

  function marks(sceneNow, first, last) {
    const every = Math.max(1, Math.ceil((last - first) / (window.innerWidth < 760 ? 4 : 10)));
    const found = {};
    for (let n = first; n <= last; n += every) found[n] = sceneNow.days[n].slice(8, 10) + "/" + sceneNow.days[n].slice(5, 7);
    return found;
  }

  function chooseFound(code) {
    if (!code) return [same(), same()];
    return [{ commune: code, venue: "", panel: "" }, null];
  }

  // ── view → URL, map, server ───────────────────────────────────────────────────────────────────

  /** On phones the legend starts shut: its ramp stays, the map gets the room. */
  function shutLegend() {
    const legend = document.querySelector("#legend > details");
    if (legend && window.innerWidth <= 760) legend.open = false;
  }

  let watched = null;

  /** The thumb says where it is as soon as it moves, some 80 ms before Dash has told everyone: the map follows the thumb. */
  function watchThumb() {
    const thumb = document.querySelector("#day [role=slider]");
    if (!thumb || thumb === watched) return;
    watched = thumb;
    const follow = () => {
      const n = Number(thumb.getAttribute("aria-valuenow"));
      window.dichteMap.step(n);
      showDay(Object.assign({}, current, { day: scene.days[n] }));
    };
    new MutationObserver(follow).observe(thumb, { attributes: true, attributeFilter: ["aria-valuenow"] });
  }

  function showView(view, sceneNow) {
    scene = sceneNow;
    if (!current) shutLegend();
    const before = current;
    current = view;
    window.dichteMap.show(view, scene);
    showDay(view);
    writeUrl(view, before);
    watchThumb();
    if (!before) return;                 // the page came with its first answers
    const changed = Object.keys(view).filter((name) => view[name] !== before[name] && !DRAWN_HERE.includes(name));
    if (!changed.length) return;
    if (changed.some((name) => FRAME.includes(name))) setProps("framed", { data: view });
    document.body.classList.add("asking");
    clearTimeout(askTimer);
    const ask = () => setProps("asked", { data: current });
    if (changed.some((name) => name !== "day")) ask();
    else if (!playTimer) askTimer = setTimeout(ask, ASK_AFTER_MS);      // the hand is still moving
  }

  function showDay(view) {
    const day = new Date(`${view.day}T00:00:00Z`);
    const weekday = new Intl.DateTimeFormat(scene.lang, { weekday: "long", timeZone: "UTC" }).format(day);
    const words = `${weekday.charAt(0).toUpperCase()}${weekday.slice(1)} ${view.day.split("-").reverse().join("/")}`;
    for (const box of document.querySelectorAll(".day-shown")) box.textContent = words;
    const first = scene.days.indexOf(view.from), last = scene.days.indexOf(view.to);
    const share = last > first ? (scene.days.indexOf(view.day) - first) / (last - first) : 0;
    document.documentElement.style.setProperty("--day-share", String(share));
    document.documentElement.style.setProperty("--span", String(Math.max(1, last - first)));
    const thumb = document.querySelector("#day [role=slider]");
    if (thumb) thumb.setAttribute("aria-valuetext", words);
  }

  /** Dash brings its sliders late and without names. */
  function nameSliders() {
    const rooms = [document.getElementById("day"), ...document.querySelectorAll(".opacity")];
    const thumbs = rooms.map((room) => room && room.querySelector("[role=slider]"));
    thumbs.forEach((thumb, n) => { if (thumb) thumb.setAttribute("aria-label", rooms[n].dataset.label || scene.words.day); });
    if (thumbs.every(Boolean)) { naming.disconnect(); watchThumb(); showDay(current); }
  }

  const naming = new MutationObserver(() => { if (scene && current) nameSliders(); });
  naming.observe(document.body, { childList: true, subtree: true });

  /** A step in time replaces the address; a new place, layer or district can be gone back from. */
  function writeUrl(view, before) {
    const url = `?${window.dichteQuery(view)}`;
    for (const link of document.querySelectorAll("a[data-export]")) link.href = `export/${link.dataset.export}${url}`;
    const other = document.getElementById("other-language");
    if (other) other.href = `?${window.dichteQuery(view, { lang: scene.lang === "vi" ? "en" : "vi" })}`;
    if (url === lastUrl) return;
    lastUrl = url;
    const stays = (name) => before && before[name] === view[name];
    const isStep = !before || ["layer", "district", "commune", "venue", "panel", "from", "to", "as_of"].every(stays);
    clearTimeout(urlTimer);
    if (isStep) urlTimer = setTimeout(() => history.replaceState(null, "", url), before ? 150 : 0);
    else history.pushState(null, "", url);
  }

  /** Back and forward: the address speaks, the controls follow. */
  window.addEventListener("popstate", () => {
    const query = Object.assign({}, scene.defaults, Object.fromEntries(new URLSearchParams(location.search)));
    lastUrl = location.search;
    if (query.lang !== scene.lang) return location.reload();
    const eye = (key) => (query.show.split(",").includes(key) ? [key] : []);
    setProps("layer", { value: query.layer });
    for (const key of scene.overlays) setProps(`eye-${key}`, { value: eye(key) });
    setProps("opacity", { value: Number(query.opacity) });
    setProps("venue-opacity", { value: Number(query.venue_opacity) });
    setProps("district", { value: query.district || null });
    setProps("first-day", { value: query.from });
    setProps("last-day", { value: query.to });
    setProps("day", { value: scene.days.indexOf(query.day) });
    setProps("sort", { data: query.sort });
    window.dichteMoment.show(query.as_of);
    setProps("chosen", { data: { commune: query.commune, venue: query.venue, panel: query.panel } });
  });

  function answered() { document.body.classList.remove("asking"); }

  // ── playing ───────────────────────────────────────────────────────────────────────────────────

  /** The day that was asked for last. Dash knows it before it has told anyone: a second press counts from the first. */
  function dayAsked() { return window.dash_component_api.getLayout("day").props.value; }

  function step(by) {
    const n = dayAsked() + by;
    const inside = n >= scene.days.indexOf(current.from) && n <= scene.days.indexOf(current.to);
    if (inside) setProps("day", { value: n });
    return inside;
  }

  function stop() {
    clearInterval(playTimer);
    playTimer = 0;
    markPlaying(false);
    setProps("asked", { data: current });
  }

  function play() {
    if (playTimer) return stop();
    if (scene.days[dayAsked()] === current.to) setProps("day", { value: scene.days.indexOf(current.from) });
    playTimer = setInterval(playOn, PLAY_MS[speed]);
    markPlaying(true);
  }

  /** A day on, once the one before is drawn: however slow the machine, none is passed over. */
  function playOn() {
    const thumb = document.querySelector("#day [role=slider]");
    if (thumb && Number(thumb.getAttribute("aria-valuenow")) !== dayAsked()) return;
    if (!step(1)) stop();
  }

  function markPlaying(on) {
    const button = document.querySelector("[data-act=play]");
    button.setAttribute("aria-pressed", String(on));
    button.setAttribute("aria-label", on ? scene.words.pause : scene.words.play);
    button.textContent = on ? "❚❚" : "▶";
  }

  function changeSpeed(button) {
    speed = { 1: 2, 2: 4, 4: 1 }[speed];
    button.textContent = `${speed}×`;
    if (playTimer) { clearInterval(playTimer); playTimer = setInterval(playOn, PLAY_MS[speed]); }
  }

  // ── buttons: what is pressed says what it does in its data attributes ───────────────────────────

  const ACTS = {
    play, back: () => step(-1), forward: () => step(1),
    speed: changeSpeed,
    fold: (button) => { document.body.classList.toggle(`folded-${button.dataset.side}`); markFolded(button); window.dichteMap.resize(); },
    sheet: () => setSheet({ peek: "half", half: "full", full: "peek" }[document.body.dataset.sheet || "peek"]),
    more: (button) => setProps("all-rows", { data: button.getAttribute("aria-expanded") !== "true" }),
    dismiss: (button) => button.closest(".notice").remove(),
    now: () => window.dichteMoment.clear(),
  };

  function markFolded(button) { button.setAttribute("aria-expanded", String(!document.body.classList.contains(`folded-${button.dataset.side}`))); }

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-act],[data-commune],[data-panel],[data-venue],[data-sort]");
    if (!target || !scene) return;
    const d = target.dataset;
    if (d.act) return ACTS[d.act](target);
    if (d.sort !== undefined) return setProps("sort", { data: d.sort });
    setProps("chosen", { data: { commune: d.commune || "", venue: d.venue || "", panel: d.panel || "" } });
    if (document.body.dataset.sheet === "full") setSheet("half");
  });

  /** Space plays, comma and full stop step: where no field or button has the focus. */
  document.addEventListener("keydown", (event) => {
    if (!scene || event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input,button,select,textarea,a,[role=slider],[role=combobox],[role=listbox]")) return;
    const act = { " ": play, ",": () => step(-1), ".": () => step(1) }[event.key];
    if (act) { event.preventDefault(); act(); }
  });

  // ── the sheet on phones ───────────────────────────────────────────────────────────────────────

  function setSheet(height) {
    document.body.dataset.sheet = height;
    const handle = document.querySelector("[data-act=sheet]");
    if (handle) handle.setAttribute("aria-expanded", String(height !== "peek"));
  }

  let dragFrom = null;
  document.addEventListener("pointerdown", (event) => { if (event.target.closest("[data-act=sheet]")) dragFrom = event.clientY; });
  document.addEventListener("pointerup", (event) => {
    if (dragFrom === null) return;
    const moved = event.clientY - dragFrom, order = ["peek", "half", "full"], now = order.indexOf(document.body.dataset.sheet || "peek");
    dragFrom = null;
    if (Math.abs(moved) > 30) setSheet(order[Math.min(2, Math.max(0, now + (moved < 0 ? 1 : -1)))]);
  });

  // ── charts come after the first map ───────────────────────────────────────────────────────────

  function loadCharts(sceneNow) {
    const script = Object.assign(document.createElement("script"), { src: sceneNow.charts });
    return new Promise((resolve) => {
      script.onload = () => resolve(true);
      script.onerror = () => resolve(false);
      const begin = () => document.head.append(script);
      const waited = setInterval(() => {
        const map = document.getElementById("map");
        if (map && (map.dataset.drawn || map.classList.contains("no-webgl"))) { clearInterval(waited); begin(); }
      }, 50);
    });
  }

  // ── a lost connection is said, and unsaid by the next answer ────────────────────────────────────

  const lost = (isLost) => document.body.classList.toggle("connection-lost", isLost);
  const plainFetch = window.fetch.bind(window);
  window.fetch = (...request) => plainFetch(...request).then(
    (answer) => {
      lost(false);
      if (answer.url.includes("/_dash-update-component")) document.body.classList.toggle("answer-failed", answer.status >= 400);
      return answer;
    },
    (error) => { if (error.name !== "AbortError") lost(true); throw error; },
  );
  window.addEventListener("offline", () => lost(true));
  window.addEventListener("online", () => lost(false));

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    gestures: { shutLegend, readControls, spanDays, chooseFound, showView, answered, loadCharts },
  });
})();
