/* The data desk: files on their way to the server, forms on their way to their callbacks, links inside the desk.

   A form says in data-ask which gesture it is; its fields go, with who acts, into the store of that name, and a
   callback acts on it. Nothing is decided here. */
(function () {
  "use strict";

  const FILE_HEADER = "X-Dichte-File", CELL = "cell:";
  // The picker is held for as long as its dialog may be open: one that nothing refers to is thrown away meanwhile, and
  // the file chosen is never heard of.
  let picker = null, file = null, request = null, panel = null, heard = "";
  const { asking, isBusy, isNowhere, take, waitHere, watch, whenSettled } = window.dichteAnswers;
  const setProps = (id, props) => window.dash_clientside.set_props(id, props);
  const find = (selector) => document.querySelector(selector);

  // ── who acts ──────────────────────────────────────────────────────────────────────────────────

  const whoField = () => find("input#desk-who, #desk-who input");

  /** The name of the account, or the one at the top of the page; without one the page asks for it, and nothing else happens. */
  function who() {
    const account = find("#desk-who[data-name]");
    if (account) return account.dataset.name;      // signed in: the server knows the name, and takes no other
    const name = whoField().value.trim(), missing = find(".who-missing");
    missing.textContent = name ? "" : missing.dataset.words;
    if (!name) whoField().focus();
    return name;
  }

  document.addEventListener("input", (event) => {
    if (event.target === whoField() && event.target.value.trim()) find(".who-missing").textContent = "";
  });

  // ── the file ──────────────────────────────────────────────────────────────────────────────────

  function chooseFile() {
    picker = Object.assign(document.createElement("input"), { type: "file" });
    picker.onchange = () => { if (picker.files.length) send(picker.files[0], {}); };
    picker.click();
  }

  function fail(words) { find(".drop-failed").textContent = words; }

  /** Send a file as it is, in one stream; what is told of it stands in a header that other sites can't send. */
  function send(chosen, options) {
    const zone = find(".drop"), d = zone.dataset;
    fail("");
    if (request) return;
    if (!d.source) return fail(d.noSource);
    if (chosen.size > Number(d.limit)) return fail(d.tooLarge);
    file = chosen;
    waitHere();
    request = new XMLHttpRequest();
    request.open("POST", "desk/upload");
    const facts = Object.assign({ source: d.source, name: chosen.name, lang: document.documentElement.lang }, options);
    request.setRequestHeader(FILE_HEADER, encodeURIComponent(JSON.stringify(facts)));
    request.setRequestHeader("Content-Type", "application/octet-stream");
    request.upload.onprogress = (event) => { zone.querySelector("progress").value = event.total ? (100 * event.loaded) / event.total : 0; };
    request.onload = () => { const answer = read(request); sent(zone); received(answer); };
    request.onerror = () => { sent(zone); fail(d.broke); };
    request.onabort = () => sent(zone);
    zone.querySelector(".sending-name").textContent = chosen.name;
    zone.classList.add("is-sending");
    zone.querySelector("[data-desk=stop-sending]").focus();
    request.send(chosen);
  }

  function read(done) {
    try { return JSON.parse(done.responseText); } catch { return {}; }
  }

  function sent(zone) {
    zone.classList.remove("is-sending");
    zone.querySelector("progress").value = 0;
    request = null;
  }

  function received(answer) {
    if (answer.token) return setProps("desk-token", { data: answer.token });
    fail(answer.words || find(".drop").dataset.broke);
  }

  /** The same file once more, with what the reader of files asked for. */
  function again(options) {
    if (!file) return fail(find(".drop").dataset.chooseAgain);
    send(file, options);
  }

  const hasFiles = (event) => Boolean(find(".drop")) && [...(event.dataTransfer ? event.dataTransfer.types : [])].includes("Files");
  const hover = (on) => { const zone = find(".drop"); if (zone) zone.classList.toggle("is-over", on); };
  document.addEventListener("dragover", (event) => { if (hasFiles(event)) { event.preventDefault(); hover(true); } });
  document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) hover(false); });
  document.addEventListener("drop", (event) => {
    if (!hasFiles(event)) return;
    event.preventDefault();
    hover(false);
    if (!find(".preview, .working, .receipt")) send(event.dataTransfer.files[0], {});
  });

  // ── links and buttons ─────────────────────────────────────────────────────────────────────────

  function go(link) {
    waitHere();
    setProps("desk-url", { search: new URL(link.href).search });
    window.scrollTo(0, 0);
  }

  function turnLanguage(link) {
    const query = new URLSearchParams(location.search);
    query.set("lang", link.lang);
    location.search = query;
  }

  function commit(button) {
    const by = who();
    if (!by) return;
    button.disabled = true;
    waitHere();
    setProps("desk-commit", { data: { by, token: button.dataset.token, at: Date.now() } });
  }

  function discard(button) {
    file = null;
    waitHere();
    setProps("desk-discard", { data: { token: button.dataset.token, at: Date.now() } });
  }

  const PRESSED = {
    go, commit, discard, language: turnLanguage, "choose-file": chooseFile,
    "stop-sending": () => { if (request) request.abort(); },
  };

  document.addEventListener("click", (event) => {
    const target = event.target.closest("[data-desk],[data-act=dismiss]");
    if (!target || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
    event.preventDefault();
    if (target.dataset.act) return target.closest(".notice").remove();
    PRESSED[target.dataset.desk](target);
  });

  // ── forms ─────────────────────────────────────────────────────────────────────────────────────

  /** What a form says: its facts, its fields, and of cells those that were changed. */
  function asked(form, by) {
    const found = { by, at: Date.now(), cells: {} };
    for (const [name, value] of Object.entries(form.dataset)) if (name.startsWith("fact")) found[name.slice(4).toLowerCase()] = value;
    for (const field of form.elements) {
      if (!field.name) continue;
      if (!field.name.startsWith(CELL)) found[field.name] = field.value;
      else if (field.value !== field.closest("label").dataset.was) found.cells[field.name.slice(CELL.length)] = field.value;
    }
    return found;
  }

  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-ask]");
    if (!form) return;
    event.preventDefault();
    if (form.dataset.ask === "again") return again(Object.fromEntries(new FormData(form)));
    const by = who();
    if (!by) return;
    waitHere();
    asking(true);
    setProps(form.dataset.ask, { data: asked(form, by) });
  });

  // ── after an answer: nobody is left without the focus ───────────────────────────────────────────

  function settle() {
    if (!find(".desk-tab")) return;
    const words = (find(".said p") || {}).textContent || "", open = find(".panel") ? location.search : "";
    const isNew = { words: words !== heard, panel: panel !== null && open !== panel };
    heard = words;
    panel = open;
    if (isNew.words) asking(false);
    if (isBusy()) return;
    if (words && isNew.words) return leadTo(find(".said p"));
    if (open && isNew.panel) return leadTo(find(".panel h2") || find(".panel"));
    if (isNowhere() && !isNew.panel) leadTo(find("#desk-work h2"));
  }

  const leadTo = (element) => take(element, window.innerWidth > 760);

  whenSettled(settle);
  watch(() => false);   // while a file is judged answers come every moment: it is over when something is said
})();
