/* The stopwatch inside a page: from the reader's gesture, as the browser stamped it, to the map painted and idle.
   It starts with the first trusted event of the kind that it was armed for. It stops at MapLibre's first `idle`
   after what is shown has changed; `late` counts maps painted when nobody pressed anything: a clock that stopped
   too early would show there. */
(function () {
  "use strict";

  const PATIENCE_MS = 30000;

  const clock = { map: null, shown: null, isReady: () => true, run: null, late: 0, asking: 0 };
  window.benchClock = clock;

  clock.watch = (map, shown, isReady) => {
    Object.assign(clock, { map, shown, isReady: isReady || (() => true) });
    map.on("idle", () => clock.look(true));
  };

  clock.arm = (kind) => {
    clock.isReloaded = false;
    clock.run = { kind, before: clock.shown(), answers: clock.answers, begun: null, painted: null };
    clock.done = new Promise((resolve, reject) => {
      clock.run.resolve = resolve;
      setTimeout(() => reject(new Error(`no map painted after ${kind} within ${PATIENCE_MS} ms; begun: ${clock.run.begun}, shown: ${clock.shown() !== clock.run.before}`)), PATIENCE_MS);
    });
    clock.done.catch(() => {});
  };

  clock.look = (isIdle) => {
    const run = clock.run;
    if (!run || run.begun === null) { if (isIdle) clock.late += 1; return; }
    if (run.painted !== null) { if (isIdle) clock.late += 1; return; }
    if (isIdle && clock.shown() !== run.before && clock.isReady()) {
      run.painted = performance.now();
      run.resolve({ ms: run.painted - run.begun, from: (performance.timeOrigin + run.begun) / 1000, to: (performance.timeOrigin + run.painted) / 1000 });
    }
  };

  for (const kind of ["keydown", "click"]) {
    document.addEventListener(kind, (event) => {
      if (clock.run && clock.run.kind === kind && clock.run.begun === null && event.isTrusted) clock.run.begun = event.timeStamp;
    }, true);
  }

  // Callbacks under way, counted at the one place where Dash asks: `calm` answers once there are none.
  const fetched = window.fetch;
  clock.answers = 0;
  clock.lastAnswer = 0;
  window.fetch = async (...given) => {
    const isCallback = String(given[0] && given[0].url ? given[0].url : given[0]).includes("_dash-update-component");
    if (!isCallback) return fetched(...given);
    clock.asking += 1;
    try { return await fetched(...given); } finally { clock.asking -= 1; clock.answers += 1; clock.lastAnswer = performance.now(); }
  };
})();
