// Tables of check boxes: all at once from the head, all below a unit from its row.

for (const table of document.querySelectorAll("table.choose")) {
  const boxes = () => table.querySelectorAll("tbody input[type=checkbox]");
  const head = table.tHead.rows[0].cells[0];
  if (!boxes().length) continue;

  const all = document.createElement("input");
  all.type = "checkbox";
  all.setAttribute("aria-label", head.textContent);
  all.addEventListener("change", () => {
    for (const box of boxes()) box.checked = all.checked;
  });
  head.append(" ", all);
  const settle = () => {
    const list = [...boxes()];
    all.checked = list.every((box) => box.checked);
    all.indeterminate = !all.checked && list.some((box) => box.checked);
  };
  table.tBodies[0].addEventListener("change", settle);
  settle();

  // rows carry their unit's code (data-key) and the code above it (data-text)
  for (const button of table.querySelectorAll("button[data-role=below]")) {
    const inside = new Set([button.closest("tr").dataset.key]);
    const below = [];
    for (const row of table.tBodies[0].rows) {
      if (!inside.has(row.dataset.text)) continue;
      inside.add(row.dataset.key);
      below.push(...row.querySelectorAll("input[type=checkbox]"));
    }
    button.hidden = !below.length;
    button.addEventListener("click", () => {
      const on = below.some((box) => !box.checked);
      for (const box of below) box.checked = on;
      settle();
    });
  }
}
