// The page of a letter: tables sorted by their columns (ARIA's "sortable table"), the original turned to a page.
// Knows the marks the page carries; must not know letters. Without this file the page says and links to all the same, so the buttons are
// made here, where room is kept for them: nothing moves. What is copied is in copy.js, which runs before.

const LAST = /^(?:i\s*alt|total|sum)(?![\p{L}\p{N}])/iu; // the first word of a row that sums up the others
const FIGURE = /^([-–−+±]?)\s*\(?(\d[\d.\s]*(?:,\d+)?)\)?\s*((?:(?:%|pct\.?|procent|mio\.?|mia\.?|kr\.?|kroner|\*)\s*)*)$/i;
const NONE = /^[-–−]?$/;
const ORDERS = { ascending: "stigende", descending: "faldende" };

const status = document.querySelector("body > [role=status]"); // one voice for the page, made in copy.js

for (const table of document.querySelectorAll(".sheet table")) makeSortable(table);
// A reader of PDF turns to a page when it is opened, so it is opened anew: also at the page it was at, and without a step to go back.
const frame = document.querySelector(".original iframe");
for (const link of frame ? document.querySelectorAll("a[target=original]") : []) {
  link.addEventListener("click", (event) => {
    if (event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    const old = document.querySelector(".original iframe");
    const anew = old.cloneNode();
    anew.src = link.href;
    old.replaceWith(anew);
  });
}
// One goes on reading where one was.
for (const link of document.querySelectorAll("a.here")) link.addEventListener("click", () => (link.hash = location.hash));

function makeSortable(table) {
  const body = table.tBodies[0];
  const rows = [...body.rows]; // in the letter's order
  if (!table.tHead || rows.length < 2) return;
  const heads = [...table.tHead.rows[0].cells];
  table.caption?.append(element("span", { class: "unseen" }, ", kan sorteres ved kolonnernes navne"));
  for (const head of heads.filter((each) => each.scope === "col")) {
    const button = element("button", { type: "button" });
    button.append(...head.childNodes);
    head.append(button);
    button.addEventListener("click", () => {
      const order = { "": "ascending", ascending: "descending" }[head.getAttribute("aria-sort") ?? ""] ?? "";
      for (const each of heads) each.removeAttribute("aria-sort");
      if (order) head.setAttribute("aria-sort", order);
      body.append(...(order ? sorted(rows, head, order === "descending" ? -1 : 1) : rows));
      status.textContent = order ? `Sorteret ${ORDERS[order]} efter ${button.textContent}` : "I brevets rækkefølge";
    });
  }
}

// Rows that sum up stay below the others, and those with nothing in the column below those with something, whichever way.
function sorted(rows, head, way) {
  const isNumeric = head.classList.contains("number");
  const keyed = rows.map((row) => {
    const text = clean(row.cells[head.cellIndex]);
    const number = isNumeric ? figure(text) : NaN;
    const first = [...row.cells].map(clean).find(Boolean) ?? "";
    const place = LAST.test(first) ? 3 : NONE.test(text) ? 2 : isNumeric && Number.isNaN(number) ? 1 : 0;
    return { row, text, number, place };
  });
  keyed.sort((a, b) => {
    if (a.place !== b.place || a.place > 1) return a.place - b.place;
    return way * (isNumeric && !a.place ? a.number - b.number : a.text.localeCompare(b.text, "da", { numeric: true }));
  });
  return keyed.map(({ row }) => row);
}

// The number a Dane reads in "1.234,5", "-3", "12 %" or "2 mio. kr."; NaN in anything else.
function figure(text) {
  const [, sign, digits, unit] = FIGURE.exec(text) ?? [];
  if (!digits) return NaN;
  const plain = digits.replace(/\s/g, "");
  const isDecimal = /^\d+\.\d+$/.test(plain) && !/^\d{1,3}(?:\.\d{3})+$/.test(plain); // "2.5" has no thousands
  const value = Number(isDecimal ? plain : plain.replace(/\./g, "").replace(",", "."));
  return (/[-–−]/.test(sign) ? -1 : 1) * value * (/mio/i.test(unit) ? 1e6 : /mia/i.test(unit) ? 1e9 : 1);
}

function clean(cell) {
  return (cell?.textContent ?? "").replace(/\s+/g, " ").trim();
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
