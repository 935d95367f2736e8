/* What if: the numbers follow the hand. One question is on its way at a time; when its answer is there, the newest
   position of the sliders is asked for, and those in between never. Thumbs say where they are as soon as they move, long
   before Dash has told everyone: they are listened to. */
(function () {
  "use strict";

  const LATE_MS = 4000, REST_MS = 700;
  let known = null, flying = false, late = 0, rest = 0;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const find = (selector) => document.querySelector(selector);
  const idOf = (name) => `what-if-${name.replaceAll("_", "-")}`;
  const sliders = () => [...document.querySelectorAll(".what-if-slider")];
  const thumbOf = (box) => box.querySelector("[role=slider]");

  // ── what is tried ─────────────────────────────────────────────────────────────────────────────

  /** The room that stands: `base` is the rule in use, `shown` the question that its numbers answer. */
  function knownRoom() {
    const room = find(".what-if-room");
    if (!room) return null;
    if (!known || known.room !== room || known.base !== room.dataset.base) {
      const facts = JSON.parse(room.dataset.base);
      known = { room, base: room.dataset.base, facts };
      known.used = known.shown = query(facts, facts.values, facts.visits);
    }
    return known;
  }

  /** The address of the desk with this rule: written as the server writes it, the preset and what departs from it. */
  function query(facts, values, visits) {
    const found = new URLSearchParams(location.search);
    const changed = Object.keys(facts.usual).filter((name) => values[name] !== facts.usual[name]);
    found.set("rule", [facts.preset, ...changed.map((name) => `${name}=${values[name]}`)].join(","));
    found.set("visits", visits);
    return String(found);
  }

  function tried() {
    const values = Object.assign({}, known.facts.values);
    let visits = known.facts.visits;
    for (const box of sliders()) {
      const thumb = thumbOf(box), value = thumb && Number(thumb.getAttribute("aria-valuenow"));
      if (!thumb) return null;
      if (box.dataset.name === "visits") visits = value;
      else if (!known.facts.unused.includes(box.dataset.name)) values[box.dataset.name] = value;
    }
    return query(known.facts, values, visits);
  }

  function follow() {
    if (!knownRoom()) return;
    sliders().forEach(say);
    const wanted = tried();
    if (!wanted) return;
    known.room.classList.toggle("is-tried", wanted !== known.used);
    if (wanted !== known.shown && !flying) ask(wanted);
  }

  // ── asking ────────────────────────────────────────────────────────────────────────────────────

  async function ask(wanted) {
    const { room } = known;
    flying = true;
    clearTimeout(late);
    late = setTimeout(() => tellLate(true), LATE_MS);
    try {
      const answer = await fetch(`trace/what-if?${wanted}`, { signal: AbortSignal.timeout(5 * LATE_MS) });
      if (answer.ok) show(await answer.json(), room);
      tellLate(!answer.ok);
    } catch {
      tellLate(true);
    }
    if (known && known.room === room) known.shown = wanted;
    clearTimeout(late);
    flying = false;
    follow();
  }

  function show(answer, room) {
    if (!room.isConnected) return;
    room.querySelector(".what-if-result .still").dataset.still = answer.result;
    room.querySelector(".what-if-table .still").dataset.still = answer.table;
    const chart = room.querySelector(".js-plotly-plot");
    // The numbers are painted first; the curve may take another frame.
    if (chart && window.Plotly) requestAnimationFrame(() => setTimeout(() => window.Plotly.react(chart, answer.figure.data, answer.figure.layout)));
    clearTimeout(rest);
    rest = setTimeout(() => tellRested(room), REST_MS);
  }

  /** Said aloud once the hand rests, if the reader is still here. */
  function tellRested(room) {
    const told = [".figure", ".difference"].map((css) => room.querySelector(`.what-if-result ${css}`)).filter(Boolean);
    if (room.isConnected && told.length) find(".what-if-heard").textContent = told.map((each) => each.textContent).join(", ");
  }

  function tellLate(isLate) {
    const line = find(".what-if-late");
    if (line) line.classList.toggle("is-late", isLate);
  }

  // ── what the sliders say ──────────────────────────────────────────────────────────────────────

  function say(box) {
    const thumb = thumbOf(box);
    if (!thumb) return;
    const value = Number(thumb.getAttribute("aria-valuenow")), isTenths = box.dataset.name === "visits";
    const told = box.dataset.words.replace("{n}", (isTenths ? value / 10 : value)
      .toLocaleString(document.documentElement.lang, { minimumFractionDigits: isTenths ? 1 : 0 }));
    const output = box.querySelector("output");
    if (output.textContent !== told) output.textContent = told;
    for (const [name, words] of [["aria-label", box.dataset.label], ["aria-valuetext", told]])
      if (thumb.getAttribute(name) !== words) thumb.setAttribute(name, words);
  }

  new MutationObserver(follow).observe(document.body, {
    childList: true, subtree: true, attributes: true, attributeFilter: ["aria-valuenow", "data-base"],
  });

  // ── definitions in use elsewhere ──────────────────────────────────────────────────────────────

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-preset]");
    if (!button || !knownRoom()) return;
    const facts = JSON.parse(button.dataset.preset);
    known.facts = Object.assign(facts, { visits: known.facts.visits });
    for (const box of sliders()) {
      const name = box.dataset.name;
      if (name === "visits") continue;
      const isUnused = facts.unused.includes(name);
      box.classList.toggle("is-unused", isUnused);
      setProps(idOf(name), { value: facts.values[name], disabled: isUnused });
    }
    follow();
  });
})();
