// The map: a grid of which only the rows in sight are in the page, so that a class of any size scrolls.
const scroller = byId("scroller"), grid = byId("grid");
const HEADINGS = 3; // rows of the grid above the students
const SPARE = 8; // rows out of sight that are drawn as well
const drawn = new Map();
const active = { row: -1, column: 0 };
let rowHeight = 26;
const stencils = book.outcomes.map(([name, letter]) => element("td", { className: `v ${name}`, tabIndex: -1 }, letter));
const spacers = [0, 1].map(() => element("tr", { ariaHidden: "true" }, element("td")));

function renew() {
  for (const tr of drawn.values()) tr.remove();
  drawn.clear();
  grid.tHead.replaceChildren(...headings());
  grid.tBodies[0].replaceChildren(spacers[0], spacers[1]);
  grid.setAttribute("aria-rowcount", shown.rows.length + HEADINGS);
  grid.setAttribute("aria-colcount", shown.columns.length + 2);
  for (const spacer of spacers) spacer.cells[0].colSpan = shown.columns.length + 2;
  active.row = Math.min(active.row, shown.rows.length - 1);
  active.column = Math.min(active.column, shown.columns.length + 1);
  draw();
  announce();
}
const stuck = () => [...grid.tHead.querySelectorAll(".class th, .class .score")].filter((each) => getComputedStyle(each).position === "sticky").reduce((sum, each) => sum + each.offsetWidth, 0);
const first = (at) => fields.order.value === "course" && (at === 0 || columns[shown.columns[at]].topic !== columns[shown.columns[at - 1]].topic);

function headings() {
  const [kind, which] = shown.by.split(" ");
  const sorted = (th, is, direction) => { if (is) th.ariaSort = direction; return th; };
  const topics = element("tr", { ariaRowIndex: "1" }, element("td", { className: "corner" }), element("td", { className: "score" }));
  let span = null;
  shown.columns.forEach((column, at) => {
    const topic = columns[column].topic;
    if (fields.order.value !== "course" || span?.topic === topic) { if (span) span.th.colSpan += 1; }
    if (first(at)) {
      const label = element("span", {}, book.topics[topic]);
      span = { topic, th: element("th", { className: "topic", scope: "colgroup", colSpan: 1, title: `${book.topics[topic]}: sort by it, lowest first` }, label) };
      span.th.dataset.topic = topic;
      topics.append(sorted(span.th, kind === "topic" && Number(which) === topic, "ascending"));
    }
  });
  const titles = element("tr", { ariaRowIndex: "2" },
    sorted(element("th", { className: "corner", scope: "col", tabIndex: -1 }, "Student"), kind.startsWith("name"), kind === "name" ? "ascending" : "descending"),
    sorted(element("th", { className: "score", scope: "col", tabIndex: -1 }, "Score"), kind.startsWith("score"), kind === "score+" ? "ascending" : "descending"));
  const means = element("tr", { className: "class", ariaRowIndex: "3" }, element("th", { className: "corner", scope: "row" }, "Held, in %"), element("td", { className: "score" }));
  shown.columns.forEach((column, at) => {
    const th = element("th", { className: first(at) ? "koan first" : "koan", scope: "col", tabIndex: -1 }, element("span", {}, columns[column].title));
    titles.append(sorted(th, kind.startsWith("koan") && Number(which) === column, kind === "koan" ? "ascending" : "descending"));
    const share = held[column];
    means.append(element("td", { className: `share${Math.min(4, Math.floor(share * 4.999))}` }, String(Math.round(100 * share))));
  });
  return [topics, titles, means];
}
function rowOf(position) {
  const who = shown.rows[position], student = students[who];
  const name = element("th", { className: "name", scope: "row", tabIndex: -1, dir: "auto" });
  if (remarkable(student)) name.append(element("span", { className: "flag", title: "has notes" }, "⚑ "));
  name.append(element("bdi", {}, student.label));
  if (student.name && student.name !== student.id) name.append(element("small", {}, element("bdi", {}, student.id)));
  const tr = element("tr", { ariaRowIndex: String(position + HEADINGS + 1) }, name, element("td", { className: "score", tabIndex: -1 }, number(student.score)));
  for (const column of shown.columns) {
    const outcome = outcomes[who * width + column];
    const cell = stencils[outcome].cloneNode(true);
    if (shown.dim !== null && outcome !== shown.dim) cell.classList.add("dim");
    if (byHand.has(who * width + column)) cell.classList.add("set");
    tr.append(cell);
  }
  return tr;
}
function draw() {
  const from = Math.max(0, Math.floor(scroller.scrollTop / rowHeight) - SPARE);
  const to = Math.min(shown.rows.length, from + Math.ceil(scroller.clientHeight / rowHeight) + 2 * SPARE);
  for (const [position, tr] of drawn) {
    if (position >= from && position < to) continue;
    if (tr.contains(document.activeElement)) scroller.focus({ preventScroll: true });
    tr.remove();
    drawn.delete(position);
  }
  let next = spacers[1];
  for (let position = to - 1; position >= from; position -= 1) {
    let tr = drawn.get(position);
    if (!tr) {
      tr = rowOf(position);
      drawn.set(position, tr);
      next.before(tr);
    }
    next = tr;
  }
  spacers[0].cells[0].style.height = `${from * rowHeight}px`;
  spacers[1].cells[0].style.height = `${(shown.rows.length - to) * rowHeight}px`;
  spacers[0].hidden = from === 0;
  spacers[1].hidden = to === shown.rows.length;
  mark();
}
// Exactly one stop for the Tab key: the active cell, or the scroller while that cell is out of sight.
function mark() {
  for (const each of grid.querySelectorAll('[tabindex="0"]')) each.tabIndex = -1;
  const cell = cellAt(active.row, active.column);
  if (cell) cell.tabIndex = 0;
  scroller.tabIndex = cell ? -1 : 0;
}
function cellAt(row, column) {
  const tr = row < 0 ? grid.tHead.rows[1] : drawn.get(row);
  return tr?.cells[column];
}
scroller.addEventListener("scroll", () => requestAnimationFrame(draw), { passive: true });
new ResizeObserver(() => { const tall = drawn.values().next().value?.getBoundingClientRect().height; if (tall) rowHeight = tall; draw(); }).observe(scroller);
