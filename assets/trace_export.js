/* Files that are taken away: asked for by POST in the name of whoever asks, and handed over without leaving the page. */
(function () {
  "use strict";

  function tracer() {
    try { return JSON.parse(sessionStorage.getItem("trace-tracer")) || {}; } catch { return {}; }
  }

  function tell(form, words, isBad) {
    const line = form.querySelector(".take-said");
    line.textContent = words;
    line.classList.toggle("bad-line", Boolean(isBad));
  }

  /* Why not, and where a second person's grant is asked for. */
  function refuse(form, said) {
    tell(form, said.words || form.dataset.failed, true);
    if (!said.ask) return;
    const link = Object.assign(document.createElement("a"), { href: said.ask.href, textContent: said.ask.words });
    form.querySelector(".take-said").append(" ", link);
  }

  function nameOf(answer) {
    const [, name] = /filename="([^"]+)"/.exec(answer.headers.get("Content-Disposition") || "") || [];
    return name || "dichte.csv";
  }

  function hand(blob, name) {
    const url = URL.createObjectURL(blob);
    const link = Object.assign(document.createElement("a"), { href: url, download: name, hidden: true });
    document.body.append(link);
    link.click();
    link.remove();
    setTimeout(() => URL.revokeObjectURL(url), 60000);
  }

  async function take(form, ext) {
    const d = form.dataset, asked = Object.assign({ by: "", purpose: "" }, tracer(), { what: d.export, key: d.key, ext, search: d.search });
    const buttons = form.querySelectorAll("button");
    tell(form, d.working);
    for (const button of buttons) button.disabled = true;
    try {
      const answer = await fetch("trace/export", {
        method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify(asked),
      });
      if (!answer.ok) return refuse(form, await answer.json().catch(() => ({})));
      const name = nameOf(answer);
      hand(await answer.blob(), name);
      tell(form, d.done.replace("{name}", name));
    } catch {
      tell(form, d.failed, true);
    } finally {
      for (const button of buttons) button.disabled = false;
    }
  }

  document.addEventListener("submit", (event) => {
    if (!event.target.dataset.export) return;
    event.preventDefault();
    take(event.target, (event.submitter || event.target.querySelector("button")).dataset.ext);
  });
})();
