/* Parts of a page that are plain HTML: each comes as one tree of tags, attributes and children in data-still and is
   built here, for Dash would tell every component on the page of every new one. */
(function () {
  "use strict";

  const built = new WeakMap();
  let focused = null;      // what had the focus last in such a part: Dash may put a new one in its place
  let isRuleOpen = false;

  function element([tag, attributes, children]) {
    const made = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) {
      if (name === "style") made.style.cssText = value;
      else made.setAttribute(name, value);
    }
    if (made.matches("details.rule-form")) made.open = isRuleOpen;
    made.append(...children.map(node));
    return made;
  }

  function node(tree) { return typeof tree === "string" ? tree : element(tree); }

  function build(room) {
    const tree = room.dataset.still;
    if (built.get(room) === tree) return;
    built.set(room, tree);
    room.replaceChildren(...JSON.parse(tree).map(node));
    if (focused && document.activeElement === document.body) focusAgain(room);
  }

  /** A field by its name, a button by what it does, a link by its words; a column's head is the same whichever way it sorts. */
  function identity({ name, dataset, textContent }) {
    return name || dataset.sort?.replace("-", "") || dataset.commune || dataset.act || textContent;
  }

  const alike = (room, tag, is) => [...room.querySelectorAll(tag)].filter((each) => identity(each) === is);

  /** What does and says the same as what had the focus; the same one of several. */
  function focusAgain(room) {
    const found = alike(room, focused.tag, focused.is);
    const again = found[focused.place] || found[0];
    if (again) again.focus({ preventScroll: true });
  }

  function remember(room, target) {
    const tag = target.localName, is = identity(target);
    return { tag, is, place: alike(room, tag, is).indexOf(target) };
  }

  document.addEventListener("focusin", ({ target }) => {
    const room = target.closest(".still[data-still]");
    focused = room && remember(room, target);
  });

  /** A press on nothing takes the focus away for good. */
  document.addEventListener("pointerdown", ({ target }) => {
    if (!target.closest("a, button, input, label, select, summary, textarea, [tabindex]")) focused = null;
  });

  /** A definition that is being changed stays open. */
  document.addEventListener("toggle", ({ target }) => {
    if (target.isConnected && target.matches("details.rule-form")) isRuleOpen = target.open;
  }, true);

  function buildAll() { document.querySelectorAll(".still[data-still]").forEach(build); }

  new MutationObserver(buildAll).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-still"] });
})();
