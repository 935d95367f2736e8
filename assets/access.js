/* Who looks, on every page: the line that may be hidden until the tab is closed, and the end of a session. */
(function () {
  "use strict";

  const HIDDEN = "dichte-line-hidden", root = document.documentElement;
  if (sessionStorage.getItem(HIDDEN)) root.classList.add("line-hidden");

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-access]");
    if (!target) return;
    if (target.dataset.access === "dismiss") {
      sessionStorage.setItem(HIDDEN, "1");
      root.classList.add("line-hidden");
      if (window.dichteMap) window.dichteMap.resize();
    }
    if (target.dataset.access === "again") {
      const way = new URL(target.href);
      way.searchParams.set("next", location.pathname + location.search);
      target.href = way.href;
    }
  });

  /** Refused as a stranger: whoever was signed in is no more. */
  const plainFetch = window.fetch.bind(window);
  window.fetch = (...given) => plainFetch(...given).then((answer) => {
    if (answer.status === 401) document.body.classList.add("session-over");
    return answer;
  });
})();
