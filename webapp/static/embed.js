// Svarsøg on other sites' pages: what a search finds, a field to search in, frames that grow. Described in docs/indlejring.md.
// Knows the API; must not know letters. It runs under a page's strictest policy: text is set as text, the style is an adopted sheet.
// What stands inside an element is shown until there are answers, and when there are none to be had.

const PAUSE = 250; // milliseconds without a key before it is searched
const PATIENCE = 10000; // milliseconds that a site may take
const FEWEST = 2; // characters searched while one types
const DOWN = "Svarene kan ikke hentes lige nu.";
const RELAXED = "Ingen svar har alle ord; her er dem med de fleste.";
const DAY = new Intl.DateTimeFormat("da-DK", { dateStyle: "long", timeZone: "UTC" });

const sheet = new CSSStyleSheet();
sheet.replaceSync(`
:host {
  --_a: var(--svarsoeg-accent, light-dark(#0b5566, #8ec9d9));
  --_l: 1px solid var(--svarsoeg-linje, light-dark(#d8d5cf, #3a4148));
  display: block; overflow-wrap: break-word; line-height: 1.5; font-family: var(--svarsoeg-skrift, inherit);
  color: var(--svarsoeg-tekst, light-dark(#1e2226, #e6e4e0)); background: var(--svarsoeg-bund, transparent);
}
:host([tema=lys]) { color-scheme: light; background: var(--svarsoeg-bund, #fcfbf9); }
:host([tema=moerk]) { color-scheme: dark; background: var(--svarsoeg-bund, #15191c); }
:host([hidden]), [hidden] { display: none; }
* { box-sizing: border-box; margin: 0; padding: 0; }
a { display: inline-block; padding-block: .125em; color: var(--_a); text-underline-offset: .2em; }
:focus-visible { outline: 3px solid var(--_a); outline-offset: 2px; border-radius: 3px; }
mark { background: var(--svarsoeg-mark, light-dark(#ffeb9c, #5c4d06)); color: inherit; }
span, mark { unicode-bidi: isolate; }
li { list-style: none; padding-block: 1em; border-top: var(--_l); }
.status { padding-block: .5em .375em; font-weight: 600; }
.note { display: block; font-weight: 400; }
.title { padding-bottom: .125em; font-size: 1.0625em; }
.title a:not(:hover) { text-decoration: none; }
.quiet { color: var(--svarsoeg-daempet, light-dark(#5a6068, #a3a9b0)); font-size: .875em; }
.title ~ .quiet { padding-top: .25em; }
.all { padding-top: .75em; border-top: var(--_l); }
.all:not([hidden]) { display: flex; flex-wrap: wrap; align-items: baseline; gap: 0 1em; }
label { font-weight: 600; }
.field { display: flex; flex-wrap: wrap; gap: .5em; margin-top: .25em; }
input, button { min-height: 2.75em; padding: 0 .875em; border: 1px solid light-dark(#858a90, #7b838b); border-radius: 4px; background: none; color: inherit; font: inherit; }
input { flex: 9 1 12em; min-width: 0; }
button { flex: 1 0 auto; background: var(--_a); color: var(--svarsoeg-paa-accent, light-dark(#fff, #06222a)); }
`);

class Shown extends HTMLElement {
  connectedCallback() {
    if (!this.shadowRoot) {
      this.attachShadow({ mode: "open" }).adoptedStyleSheets = [sheet];
      this.build(this.shadowRoot);
    }
    this.placed?.();
  }

  given(name, otherwise = "") {
    return this.getAttribute(name)?.trim() || otherwise;
  }

  get site() {
    return this.given("src").replace(/\/+$/, "");
  }

  tell(name, detail) {
    return this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable: true }));
  }
}

class Results extends Shown {
  static observedAttributes = ["src", "q", "afgraens", "sorter", "antal", "vis", "niveau"];
  #asked = new AbortController();

  build(root) {
    this.line = element("p", { class: "status", part: "status", role: "status" });
    this.list = element("ol", { part: "liste", role: "list" }); // without its signs, a list is none to some screen readers
    this.inside = element("slot");
    this.all = element("p", { class: "all", part: "alle" });
    root.append(this.line, this.list, this.inside, this.all);
    root.addEventListener("click", (event) => {
      const link = event.target.closest("[data-id]");
      if (link && !this.tell("svarsoeg-valgt", { id: link.dataset.id, url: link.href })) event.preventDefault();
    });
  }

  placed() {
    this.#search();
  }

  attributeChangedCallback(name, before, now) {
    if (before !== now && this.shadowRoot) this.#search();
  }

  disconnectedCallback() {
    this.#asked.abort();
  }

  async #search() {
    this.#asked.abort();
    const { signal } = (this.#asked = new AbortController());
    const query = new URLSearchParams(this.given("afgraens"));
    for (const name of ["q", "sorter"]) if (this.given(name)) query.set(name, this.given(name));
    const whole = `${this.site}/?${query}`;
    query.set("antal", within(this.given("antal", 5), 1, 20));
    this.list.ariaBusy = "true";
    try {
      await null; // attributes that change together are one search
      if (signal.aborted) return;
      const patience = AbortSignal.any([signal, AbortSignal.timeout(PATIENCE)]);
      const answer = await fetch(`${this.site}/api/v1/search?${query}`, { signal: patience });
      if (!answer.ok) throw answer.status;
      const { total, items, reading } = await answer.json();
      if (signal.aborted) return;
      const count = `${total.toLocaleString("da-DK")} svar`;
      const cards = items.map(this.#card, this);
      const onward = outside(whole, total > items.length ? `Se alle ${count}` : "Åbn søgningen");
      this.#show([total ? count : "Ingen svar", ...understood(reading, total)], cards, [
        onward,
        element("span", { id: "nyt", class: "quiet", part: "nyt" }, total ? "Svarene åbner i et nyt vindue." : "Åbner i et nyt vindue."),
      ]);
      this.tell("svarsoeg-fundet", { total, q: this.given("q") });
    } catch {
      if (!signal.aborted) this.#show([DOWN]);
    }
  }

  #show(said, cards = [], all = []) {
    this.line.replaceChildren(...said);
    this.list.replaceChildren(...cards);
    this.list.hidden = !cards.length;
    this.list.ariaBusy = null;
    this.all.replaceChildren(...all);
    this.all.hidden = !all.length;
    this.inside.hidden = !this.all.hidden;
  }

  #card({ id, url, label, question, snippet, metadata }) {
    const shown = this.given("vis", "svar,sted,dato").split(/[\s,]+/);
    const place = [label && `Spørgsmål ${label}`, metadata.subject?.replace(/^./u, (sign) => sign.toUpperCase())].filter(Boolean).join(" · ") || "Svar";
    const link = outside(url, question.length ? question.map(piece) : place);
    link.dataset.id = id;
    const title = element(`h${within(this.given("niveau", 3), 2, 6)}`, { class: "title", part: "titel" }, link);
    const facts = {
      dato: dated(metadata),
      fra: metadata.signers.map(({ name }) => name).join(" og "),
      til: metadata.addressee,
      sag: metadata.case_number,
    };
    const said = shown.map((name) => facts[name]).filter(Boolean).join(" · ");
    const card = element("li", { part: "kort" });
    if (shown.includes("sted")) card.append(element("p", { class: "quiet", part: "sted" }, place));
    card.append(title);
    if (shown.includes("svar")) card.append(element("p", { part: "svar" }, snippet.map(piece)));
    if (said) card.append(element("p", { class: "quiet", part: "fakta" }, said));
    return card;
  }
}

class Field extends Shown {
  build(root) {
    const form = element("form", { role: "search", part: "formular" });
    const input = element("input", { id: "q", type: "search", part: "felt", enterkeyhint: "search", autocomplete: "off" });
    let timer = 0;
    input.value = this.results?.getAttribute("q") ?? "";
    form.append(
      element("label", { for: "q", part: "ledetekst" }, this.given("ledetekst", "Søg i spørgsmål og svar")),
      element("div", { class: "field" }, [input, element("button", { part: "knap" }, "Søg")]),
    );
    root.append(form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      clearTimeout(timer);
      this.#search(input.value.trim(), true);
    });
    input.addEventListener("input", (event) => {
      clearTimeout(timer);
      const q = input.value.trim();
      if (!event.isComposing && q.length >= FEWEST) timer = setTimeout(() => this.#search(q), PAUSE);
    });
  }

  // The results it feeds: those with the id in "til", else the first on the page.
  get results() {
    const id = this.given("til");
    return id ? document.getElementById(id) : document.querySelector("svarsoeg-resultater");
  }

  // Without results on the page, words that are sent are searched at the site.
  #search(q, isSent) {
    if (!this.tell("svarsoeg-soeg", { q })) return;
    if (this.results) this.results.setAttribute("q", q);
    else if (isSent) location.assign(`${this.site}/?${new URLSearchParams({ q })}`);
  }
}

function outside(url, inside) {
  const link = element("a", { target: "_blank", rel: "noopener", part: "link", "aria-describedby": "nyt" }, inside);
  if (/^https?:$/.test(new URL(url, document.baseURI).protocol)) link.href = url;
  return link;
}

// What the words were taken for, where that is not what was typed.
function understood({ changes, relaxed }, total) {
  const quoted = (name, last) => changes.map((change) => `”${change[name]}”`).join(` ${last} `);
  const taken = changes.length ? `Viser svar for ${quoted("meant", "og")}, da ingen svar har ${quoted("typed", "eller")}.` : "";
  const said = [taken, relaxed && RELAXED].filter(Boolean).join(" ");
  return total && said ? [" ", element("span", { class: "note", part: "note" }, said)] : [];
}

function piece({ text, marked }) {
  return element(marked ? "mark" : "span", {}, text);
}

// The day of the letter; of one without, that of the inquiry, said to be that.
function dated({ date, inquiry_date, date_source }) {
  const day = date ?? inquiry_date;
  return day && `${date && date_source !== "inquiry" ? "" : "henvendelse "}${DAY.format(new Date(day))}`;
}

function within(number, least, most) {
  return Math.min(Math.max(parseInt(number) || least, least), most);
}

function element(name, attributes = {}, inside = "") {
  const made = document.createElement(name);
  made.append(...[inside].flat());
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

// A frame is as high as it says: a number from that very frame, at its own site.
addEventListener("message", ({ data, origin, source }) => {
  for (const frame of Number.isFinite(data) ? document.querySelectorAll("iframe[data-svarsoeg]") : []) {
    if (source !== frame.contentWindow || origin !== new URL(frame.src).origin) continue;
    frame.style.height = `${within(data, 1, 20000) + rim(frame)}px`;
  }
});

// What of a frame's height its rim takes, where the page counts it in.
function rim(frame) {
  const style = getComputedStyle(frame);
  const sides = ["paddingTop", "paddingBottom", "borderTopWidth", "borderBottomWidth"];
  return style.boxSizing === "border-box" ? sides.reduce((sum, side) => sum + parseFloat(style[side]), 0) : 0;
}

customElements.define("svarsoeg-resultater", Results);
customElements.define("svarsoeg-felt", Field);
