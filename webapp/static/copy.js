// What is copied at a press: links and references of a letter, what is written in other pages to have a search there.
// Knows the marks the pages carry; must not know what is copied. Without this file it is there to be read and selected all the same, so the
// buttons are made here, where room is kept for them: nothing moves.

const LONG_ENOUGH = 2000; // milliseconds in which "Kopieret" is read

const status = element("div", { class: "unseen", role: "status" });
document.body.append(status);

for (const link of document.querySelectorAll(".passage .anchor")) {
  const passage = link.closest(".passage");
  passage.querySelector(".ways").prepend(copier("Kopiér link", () => link.href, link.dataset.name), " ");
}
for (const line of document.querySelectorAll(".reference")) {
  const text = line.textContent;
  line.append(" ", copier("Kopiér", () => text, line.dataset.name));
}
for (const box of document.querySelectorAll(".copied")) {
  const text = box.textContent;
  box.append(copier("Kopiér", () => text, box.dataset.name));
}

function copier(label, text, name) {
  const button = element("button", { type: "button", class: "copy" });
  const shown = element("span", {}, label);
  button.append(shown, element("span", { class: "unseen" }, ` (${name})`));
  button.addEventListener("click", async () => {
    const said = await copy(text()).then(() => "Kopieret", () => "Kan ikke kopieres");
    shown.textContent = said;
    status.textContent = said;
    setTimeout(() => {
      shown.textContent = label;
      status.textContent = "";
    }, LONG_ENOUGH);
  });
  return button;
}

// On a site that is not encrypted there is no clipboard to write to; but what is copied can be replaced on its way.
async function copy(text) {
  if (navigator.clipboard) return navigator.clipboard.writeText(text);
  const replaced = (event) => {
    event.clipboardData.setData("text/plain", text);
    event.preventDefault();
  };
  document.addEventListener("copy", replaced, { once: true });
  if (!document.execCommand("copy")) throw new Error("refused");
}

function element(name, attributes, text = "") {
  const made = document.createElement(name);
  made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
