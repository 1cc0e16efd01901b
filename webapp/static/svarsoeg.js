// Suggestions while typing: ARIA's "editable combobox with list autocomplete, manual selection".
// Knows the field and its list; must not know what is suggested: that is asked of the address in the field's data-forslag.
// Without this file the page can do all it does with it, so the roles are set here, and nothing that fails here is shown.

const PAUSE = 120; // milliseconds without a key before we ask: one question a word, not one a letter
const FEWEST = 2; // characters; after fewer nearly everything may follow
const KINDS = { navn: "navn", nummer: "nummer", spoergsmaal: "spørgsmål" };

const field = document.querySelector("#q[data-forslag]");
if (field) attach(field);

function attach(field) {
  const list = element("ul", { id: "forslag", class: "suggestions", role: "listbox", "aria-label": "Forslag", hidden: "" });
  const status = element("div", { class: "unseen", "aria-live": "polite" });
  let found = []; // what the list shows
  let active = -1; // which of it is chosen with the keys; -1: the field itself
  let asked = ""; // the text it was found for
  let timer = 0;
  let request = new AbortController();

  field.after(list, status);
  describe(field, { role: "combobox", "aria-autocomplete": "list", "aria-controls": list.id, "aria-expanded": "false" });

  field.addEventListener("input", () => {
    stop();
    mark(-1);
    if (!isCompletable()) close();
    else timer = setTimeout(ask, PAUSE);
  });
  field.addEventListener("keydown", pressed);
  field.addEventListener("blur", close);
  field.form.addEventListener("submit", close);
  list.addEventListener("mousedown", (event) => event.preventDefault()); // the field keeps the focus
  list.addEventListener("click", (event) => {
    const place = [...list.children].indexOf(event.target.closest("[role=option]"));
    if (place >= 0) choose(place);
  });

  function pressed(event) {
    const { key, altKey } = event;
    if (event.isComposing || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const isOpen = !list.hidden;
    if (key === "ArrowUp" && altKey) close();
    else if (key === "ArrowDown" || key === "ArrowUp") step(altKey ? 0 : key === "ArrowDown" ? 1 : -1);
    else if (key === "Enter" && active >= 0) choose(active);
    else if (key === "Escape" && isOpen) close();
    else {
      if (["Home", "End", "ArrowLeft", "ArrowRight"].includes(key)) mark(-1); // these move in the text
      return;
    }
    event.preventDefault();
  }

  // Only what ends where the caret stands can be completed.
  function isCompletable() {
    return field.value.trim().length >= FEWEST && field.selectionStart === field.value.length;
  }

  function step(by) {
    if (!list.hidden && asked === field.value) move(by);
    else if (isCompletable()) {
      stop();
      ask(by);
    }
  }

  async function ask(by = 0) {
    request = new AbortController();
    const { signal } = request;
    const text = field.value;
    try {
      const query = new URLSearchParams(new FormData(field.form));
      const answer = await fetch(`${field.dataset.forslag}?${query}`, { signal });
      const { forslag } = await answer.json();
      if (signal.aborted) return;
      asked = text;
      show(forslag);
      if (!list.hidden) move(by);
    } catch {
      if (!signal.aborted) close();
    }
  }

  function show(suggestions) {
    if (!suggestions.length) return close();
    found = suggestions;
    list.replaceChildren(...found.map(option));
    mark(-1);
    if (list.hidden) status.textContent = `${found.length} forslag`;
    list.hidden = false;
    describe(field, { "aria-expanded": "true" });
  }

  function close() {
    stop();
    mark(-1);
    list.hidden = true;
    status.textContent = "";
    describe(field, { "aria-expanded": "false" });
  }

  function stop() {
    clearTimeout(timer);
    request.abort();
  }

  // The field is one of the places one comes round to.
  function move(by) {
    const places = found.length + 1;
    if (by) mark(((active + 1 + by + places) % places) - 1);
  }

  function mark(place) {
    active = place;
    [...list.children].forEach((each, at) => describe(each, { "aria-selected": at === active }));
    if (active < 0) return field.removeAttribute("aria-activedescendant");
    describe(field, { "aria-activedescendant": list.children[active].id });
    list.children[active].scrollIntoView({ block: "nearest" });
  }

  // A word may be one of several that are still to be typed; the others are what was to be found.
  function choose(place) {
    const { tekst, slags, url } = found[place];
    close();
    field.setRangeText(tekst, 0, field.value.length, "end");
    if (slags !== "ord") location.assign(url);
  }

  function option({ tekst, slags }, place) {
    const item = element("li", { id: `forslag-${place + 1}`, role: "option", "aria-selected": "false" });
    item.append(element("span", {}, tekst));
    if (KINDS[slags]) item.append(" ", element("span", { class: "kind" }, KINDS[slags]));
    return item;
  }
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  describe(made, attributes);
  return made;
}

function describe(node, attributes) {
  for (const [name, value] of Object.entries(attributes)) node.setAttribute(name, value);
}
