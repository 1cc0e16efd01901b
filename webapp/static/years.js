// A period by dragging over the columns of the years; a click still chooses one year.
// Knows the columns and the form below them; must not know what a period finds. Without this file the form does the same.

for (const chart of document.querySelectorAll(".years svg")) {
  const form = chart.closest("section").querySelector(".period");
  if (form) attach(chart, form);
}

function attach(chart, form) {
  const columns = [...chart.querySelectorAll("a")];
  let from = -1; // the column where the pointer went down; -1: nothing is dragged
  let to = -1;

  chart.addEventListener("dragstart", (event) => event.preventDefault()); // a link would be dragged away
  chart.addEventListener("pointerdown", (event) => {
    if (event.button || event.pointerType === "touch") return; // a finger that drags scrolls the page
    from = to = place(event);
  });
  chart.addEventListener("pointermove", (event) => {
    if (from < 0 || place(event) < 0) return;
    to = place(event);
    show(from !== to);
  });
  addEventListener("pointerup", () => {
    if (from >= 0 && from !== to) send();
  });
  addEventListener("pointercancel", reset);
  addEventListener("keydown", (event) => event.key === "Escape" && reset());
  // What ends a drag is no click on the column it ends in.
  chart.addEventListener("click", (event) => {
    if (from !== to) event.preventDefault();
    reset();
  });

  function place(event) {
    return columns.indexOf(document.elementFromPoint(event.clientX, event.clientY)?.closest("a"));
  }

  function show(isDragged) {
    const [first, last] = ends();
    columns.forEach((column, at) => column.classList.toggle("dragged", isDragged && at >= first && at <= last));
  }

  function ends() {
    return [Math.min(from, to), Math.max(from, to)];
  }

  function send() {
    const [first, last] = ends();
    form.elements.fra.selectedIndex = first; // both list the years as the columns do
    form.elements.til.selectedIndex = last;
    form.requestSubmit();
  }

  function reset() {
    from = to = -1;
    show(false);
  }
}
