/* What both desks do with an answer: whoever waits for it is taken to it, and a lost connection is said, and unsaid by
   the next answer. */
(function () {
  "use strict";

  // ── whoever waits is taken to the answer; whoever goes on, by key, pointer or in a field, keeps the focus ──────────

  let isOn = false;
  const waitHere = () => { isOn = false; };
  for (const kind of ["keydown", "pointerdown", "input"]) document.addEventListener(kind, () => { isOn = true; }, true);
  window.addEventListener("popstate", waitHere);

  const isNowhere = () => document.activeElement === null || document.activeElement === document.body;
  const isBusy = () => isOn && !isNowhere();

  function take(element, isStill) {
    if (!element) return;
    element.tabIndex = -1;
    element.focus({ preventScroll: Boolean(isStill) });
  }

  /** Call `settle` whenever the page has come to rest after a change. */
  function whenSettled(settle) {
    let settling = 0;
    new MutationObserver(() => { clearTimeout(settling); settling = setTimeout(settle, 60); })
      .observe(document.body, { childList: true, subtree: true });
  }

  // ── the connection ────────────────────────────────────────────────────────────────────────────

  const asking = (isAsking) => document.body.classList.toggle("asking", isAsking);
  const lost = (isLost) => document.body.classList.toggle("connection-lost", isLost);

  /** Watch every answer of a callback; `isOver(answer)`: it is what the page waits for, and no other will come. */
  function watch(isOver) {
    const plainFetch = window.fetch.bind(window);
    window.fetch = (...given) => plainFetch(...given).then(
      (answer) => {
        lost(false);
        if (answer.url.includes("/_dash-update-component")) {
          document.body.classList.toggle("answer-failed", answer.status >= 400);
          if (answer.status >= 400 || isOver(answer)) asking(false);
        }
        return answer;
      },
      (error) => {
        asking(false);
        if (error.name !== "AbortError") lost(true);
        throw error;
      },
    );
    window.addEventListener("offline", () => lost(true));
    window.addEventListener("online", () => lost(false));
  }

  window.dichteAnswers = { asking, isBusy, isNowhere, take, waitHere, watch, whenSettled };
})();
