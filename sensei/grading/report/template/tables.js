// Tables: headings sort, a search field hides rows and says how many are left.
const said = (count, all, noun) => count === all ? `${all.toLocaleString("en")} ${noun}` : `${count.toLocaleString("en")} of ${all.toLocaleString("en")} ${noun}`;
const fold = (text) => text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
const alphabetically = new Intl.Collator("en", { numeric: true, sensitivity: "base" }).compare;
for (const table of document.querySelectorAll("table.long")) {
  const body = table.tBodies[0];
  for (const heading of table.querySelectorAll("th[data-sort]")) {
    const button = element("button", { type: "button" }, ...heading.childNodes);
    heading.append(button);
    button.addEventListener("click", () => sort(table, body, heading));
  }
}
function sort(table, body, heading) {
  const numbers = heading.dataset.sort === "number";
  const was = heading.getAttribute("aria-sort");
  const down = was ? was === "ascending" : numbers;
  for (const other of table.querySelectorAll("[aria-sort]")) other.removeAttribute("aria-sort");
  heading.setAttribute("aria-sort", down ? "descending" : "ascending");
  const at = heading.cellIndex;
  const value = (row) => numbers ? Number(row.cells[at].textContent.replace(/,/g, "")) : row.cells[at].textContent.trim();
  const compare = numbers ? (one, other) => one[0] - other[0] : (one, other) => alphabetically(one[0], other[0]);
  const rows = [...body.rows].map((row) => [value(row), row]).sort(compare);
  if (down) rows.reverse();
  body.append(...rows.map((each) => each[1]));
}
for (const field of document.querySelectorAll("[data-search]")) {
  const body = byId(field.dataset.search).tBodies[0];
  const found = field.closest(".search").querySelector(".found");
  field.addEventListener("input", () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    let count = 0;
    for (const row of body.rows) {
      row.folded ??= fold(row.textContent);
      row.hidden = !words.every((word) => row.folded.includes(word));
      count += row.hidden ? 0 : 1;
    }
    found.textContent = said(count, body.rows.length, "rows");
  });
}
