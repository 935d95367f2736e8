/* Parts of the desk that change with the address only: each comes as one tree of tags, attributes and children in
   data-still and is built here, for Dash would tell every component on the page of every new one. */
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

  /** The same field by its name, the same link by its words. */
  function focusAgain(room) {
    const { tag, name, words } = focused;
    const found = [...room.querySelectorAll(tag)].find((each) => (name ? each.name === name : each.textContent === words));
    if (found) found.focus({ preventScroll: true });
  }

  document.addEventListener("focusin", ({ target }) => {
    focused = target.closest(".still") ? { tag: target.localName, name: target.name || "", words: target.textContent } : null;
  });

  /** A definition that is being changed stays open. */
  document.addEventListener("toggle", ({ target }) => {
    if (target.isConnected && target.matches("details.rule-form")) isRuleOpen = target.open;
  }, true);

  function buildAll() { document.querySelectorAll(".still[data-still]").forEach(build); }

  new MutationObserver(buildAll).observe(document.body, { childList: true, subtree: true, attributes: true, attributeFilter: ["data-still"] });
})();
