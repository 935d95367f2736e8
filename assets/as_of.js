/* As known at: the field of the moment whose knowledge is shown. A field that is still being filled in is no moment yet. */
(function () {
  "use strict";

  const TYPING_MS = 500, VIET_NAM_MS = 7 * 3600e3, OVER_MAP = ".as-of[open], .as-of-line details[open]";
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  let timer = 0;

  function show(moment) {
    clearTimeout(timer);
    setProps("as-of-field", { value: moment });
    setProps("as-of", { data: moment });
  }

  function clear() {
    show("");
    const field = document.getElementById("as-of-field");
    if (field) field.focus({ preventScroll: true });
  }

  document.addEventListener("input", ({ target }) => {
    if (target.id !== "as-of-field") return;
    clearTimeout(timer);
    target.max = new Date(Date.now() + VIET_NAM_MS).toISOString().slice(0, 16);
    if (target.value && target.checkValidity()) timer = setTimeout(() => setProps("as-of", { data: target.value.slice(0, 16) }), TYPING_MS);
  });

  /** What opened over the map shuts again: by Enter or Escape in it, or by a click anywhere else. */
  document.addEventListener("click", ({ target }) => {
    for (const box of document.querySelectorAll(OVER_MAP)) if (!box.contains(target)) box.open = false;
  });
  document.addEventListener("keydown", (event) => {
    const box = event.target.closest(OVER_MAP), isField = event.target.id === "as-of-field";
    if (!box || !(event.key === "Escape" || (event.key === "Enter" && isField))) return;
    event.preventDefault();        // the key would open again what gets the focus
    box.open = false;
    box.querySelector("summary").focus();
  });

  window.dichteMoment = { show, clear };
})();
