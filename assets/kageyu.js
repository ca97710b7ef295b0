// What every page gains from JavaScript; all of it works without.

// The first fault is where the reader wants to be.
document.getElementById("faults")?.focus();

// A form is sent once; the button says that something happens.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.state === "sent") {
    event.preventDefault();
    return;
  }
  form.dataset.state = "sent";
  for (const button of form.querySelectorAll("button[type=submit]")) button.setAttribute("aria-busy", "true");
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-state=sent]")) delete form.dataset.state;
});

// Escape closes an open menu.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of document.querySelectorAll("details.person[open]")) {
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});

// "/" goes to the search, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.key !== "/" || event.ctrlKey || event.metaKey || event.altKey) return;
  if (event.target.closest("input, textarea, select, [contenteditable]")) return;
  const find = document.querySelector(".find input");
  if (!find) return;
  event.preventDefault();
  find.focus();
  find.select();
});

// On a narrow screen the rows of a table stand below each other: each value takes its heading along.
for (const table of document.querySelectorAll("table.stack")) {
  const heads = [...table.tHead.rows[0].cells].map((head) => head.textContent.replace(/ [▲▼]$/, ""));
  for (const row of table.tBodies[0].rows)
    for (const [i, cell] of [...row.cells].entries())
      if (cell.tagName === "TD" && heads[i]) cell.dataset.label = cell.textContent === "—" ? "" : heads[i];
}
