/* Day and place of the tracer's desk: what is chosen from a list goes into the address. */
(function () {
  "use strict";

  const NAMES = ["day", "district", "commune"];
  const VOID = { day: [], district: ["commune", "case"], commune: ["case"] };

  /** Lists also speak when they are drawn: only what differs from what was drawn was chosen. */
  function chosen(...values) {
    const query = new URLSearchParams(location.search), { no_update: nothing, set_props: setProps } = window.dash_clientside;
    const name = NAMES.find((each, n) => values[n] !== null && values[n] !== undefined && values[n] !== drawn(each, query));
    if (!name) return nothing;
    for (const each of ["page", "people", ...VOID[name]]) query.delete(each);
    const value = values[NAMES.indexOf(name)];
    if (value) query.set(name, value); else query.delete(name);
    document.body.classList.add("asking");
    setProps("trace-url", { search: `?${query}` });
    return nothing;
  }

  function drawn(name, query) {
    const box = document.querySelector(".trace-filters");
    return (name === "day" && box ? box.dataset.day : query.get(name)) || "";
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, { traceFilters: { chosen } });
})();
