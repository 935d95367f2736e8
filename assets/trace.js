/* The tracer's desk: links inside it, forms that change the address, forms on their way to their callbacks.

   Everything that is looked at stands in the address; nothing is decided here. A form says what it is:
   data-ask: its fields go into the store of that name, with name and purpose of whoever asks, and a callback acts;
   data-go: its fields become parameters of the address (empty ones are dropped); data-go names those to drop;
   data-rule: its numbers become the definition; data-tracer: who traces, and for what. */
(function () {
  "use strict";

  const boot = JSON.parse(document.getElementById("dichte-boot").textContent);
  const CHART_TABS = ["network", "what-if"];
  let heard = "", panel = null, place = null, charts = window.Plotly ? Promise.resolve() : null;
  const { asking, isBusy, isNowhere, take, waitHere, watch, whenSettled } = window.dichteAnswers;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const find = (selector) => document.querySelector(selector);
  const field = (id) => find(`input#${id}, #${id} input`);

  // ── going ─────────────────────────────────────────────────────────────────────────────────────

  /** The library of charts, fetched once; a chart that stood before it would fetch a larger one. */
  function loadCharts() {
    charts = charts || new Promise((done) => {
      const script = Object.assign(document.createElement("script"), { src: boot.charts, onload: done, onerror: done });
      document.head.append(script);
    });
    return charts;
  }

  /** The query that was asked for last, until the reader goes back or forward. */
  let wanted = "";
  window.addEventListener("popstate", () => { wanted = ""; });

  async function goTo(query) {
    wanted = String(query);
    waitHere();
    if (!window.Plotly && (CHART_TABS.includes(query.get("tab")) || query.has("venue"))) await loadCharts();
    asking(true);
    setProps("trace-url", { search: String(query) ? `?${query}` : "" });
  }

  /** A press before the page listens is lost: if the address has not followed by then, the browser goes there itself. */
  function go(link) {
    const query = new URL(link.href).searchParams, asked = String(query);
    const isOver = () => wanted !== asked || String(new URLSearchParams(location.search)) === asked;
    let looks = 20;
    const look = () => {
      if (isOver()) return;
      if (looks-- > 0) setTimeout(look, 200);
      else location.assign(link.href);
    };
    goTo(query).then(look);
  }

  function turnLanguage(link) {
    const query = new URLSearchParams(location.search);
    query.set("lang", link.lang);
    location.search = query;
  }

  /** What a phone has no room for opens and shuts. */
  function fold(button) {
    const isOpen = button.parentNode.classList.toggle("is-open");
    button.setAttribute("aria-expanded", String(isOpen));
  }

  function foldAgain(room) {
    if (!room.matches(".is-open")) return;
    const button = room.querySelector(".fold-open");
    fold(button);
    button.focus();
  }

  function forget() { setProps("trace-tracer", { data: null }); }

  /** To the line of a table that a bar or a circle stands for. */
  function focusRow(id) {
    const row = document.getElementById(id);
    if (!row) return;
    row.focus({ preventScroll: true });
    row.scrollIntoView({ block: "center" });
  }

  const PRESSED = { go, fold, forget, language: turnLanguage, row: (bar) => focusRow(bar.dataset.row) };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-trace],[data-act=dismiss]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (target.dataset.act) return target.closest(".notice").remove();
    PRESSED[target.dataset.trace](target);
  });

  // ── forms ─────────────────────────────────────────────────────────────────────────────────────

  const named = (form) => [...form.elements].filter((each) => each.name);

  /** Name and purpose as they were taken; what stands in the fields but was not taken does not count. */
  function tracer() {
    try { return JSON.parse(sessionStorage.getItem("trace-tracer")) || {}; } catch { return {}; }
  }

  function takeTracer(form) {
    const given = Object.fromEntries(named(form).map((each) => [each.name, each.value.trim()]));
    if (!form.elements.by) given.by = "account";   // signed in: the server knows the name, and takes no other
    if (given.by && given.purpose) {
      foldAgain(form.parentNode);
      waitHere();
      return setProps("trace-tracer", { data: { by: given.by, purpose: given.purpose } });
    }
    field(given.by ? "trace-purpose" : "trace-who").focus();
  }

  /** The fields of a form in the address, with what they make void dropped. */
  function goWith(form) {
    const query = new URLSearchParams(location.search);
    for (const name of ["page", ...form.dataset.go.split(",")]) query.delete(name);
    for (const { name, value } of named(form)) if (value.trim()) query.set(name, value.trim()); else query.delete(name);
    goTo(query);
  }

  /** The preset and the numbers that depart from it, in the order of the fields: one parameter. */
  function useRule(form, preset) {
    const changed = [...form.querySelectorAll("label[data-usual]")].map((label) => [label.querySelector("input"), label.dataset.usual])
      .filter(([input, usual]) => !preset && input.value !== usual).map(([input]) => `${input.name}=${Number(input.value)}`);
    const query = new URLSearchParams(location.search);
    query.set("rule", [preset || form.dataset.rule, ...changed].join(","));
    for (const name of ["page", "people"]) query.delete(name);
    goTo(query);
  }

  /** What a form says: its facts, its fields, who asks and for what. */
  function asked(form) {
    const found = Object.assign({ by: "", purpose: "" }, tracer(), { at: Date.now() });
    for (const [name, value] of Object.entries(form.dataset)) if (name.startsWith("fact")) found[name.slice(4).toLowerCase()] = value;
    for (const { name, value } of named(form)) found[name] = value;
    return found;
  }

  function ask(form) {
    waitHere();
    asking(true);
    setProps(form.dataset.ask, { data: asked(form) });
  }

  const SENT = [["tracer", takeTracer], ["go", goWith], ["rule", (form) => useRule(form, "")], ["ask", ask]];

  document.addEventListener("submit", (event) => {
    const [, send] = SENT.find(([name]) => name in event.target.dataset) || [];
    if (!send) return;
    event.preventDefault();
    send(event.target);
  });

  /** A choice from a list is made when it is chosen; what is typed waits for Enter or the button. */
  document.addEventListener("change", (event) => {
    const form = event.target.form;
    if (!form || event.target.localName !== "select") return;
    if ("rule" in form.dataset) return useRule(form, event.target.value);
    if (event.target.name === "district" && form.elements.commune) form.elements.commune.value = "";
    if ("go" in form.dataset) goWith(form);
  });

  // ── after an answer: nobody is left without the focus ───────────────────────────────────────────

  function settle() {
    if (!find(".trace-tab")) return;
    const shown = (selector) => (find(selector) || { dataset: {} }).dataset.shown || "";
    const words = (find(".said p") || {}).textContent || "", open = shown(".trace-panel"), now = shown(".trace-tab");
    const isNew = { words: words !== heard, panel: panel !== null && open !== panel, place: place !== null && now !== place };
    [heard, panel, place] = [words, open, now];
    if (isBusy()) return;
    if (words && isNew.words) return take(find(".said p"));
    if (isNew.panel && find(".trace-panel")) return take((open.endsWith(" 1") && find("#people")) || find(".trace-panel h2"));
    if (isNew.place && isNowhere()) take(find(".trace-tab h2"), true);
  }

  whenSettled(settle);
  watch(() => true);

  window.dichteTrace = { focusRow, goTo };
  if (window.requestIdleCallback) window.requestIdleCallback(() => setTimeout(loadCharts, 1500));
})();
