// Keys and pointer: walking through the map, the tip beside a cell, the dialog with all of it.
const tip = byId("tip");
function positionOf(cell) {
  const tr = cell.parentElement;
  if (tr.parentElement === grid.tHead) return tr === grid.tHead.rows[1] ? { row: -1, column: cell.cellIndex } : null;
  return tr.ariaHidden ? null : { row: Number(tr.ariaRowIndex) - HEADINGS - 1, column: cell.cellIndex };
}
function tipFor({ row, column }) {
  const koan = shown.columns[column - 2];
  if (row < 0) return column < 2 ? null : koanTip(koan);
  return column < 2 ? studentTip(shown.rows[row]) : cellTip(shown.rows[row], koan);
}
function showTip(cell) {
  const at = cell && positionOf(cell);
  const told = at && tipFor(at);
  tip.hidden = !told;
  if (!told) return;
  tip.replaceChildren(...told);
  const box = cell.getBoundingClientRect();
  const below = box.bottom + 8 + tip.offsetHeight < innerHeight;
  tip.style.left = `${Math.max(8, Math.min(box.left + 12, innerWidth - tip.offsetWidth - 8))}px`;
  tip.style.top = `${Math.max(8, below ? box.bottom + 8 : box.top - tip.offsetHeight - 8)}px`;
}
function act({ row, column }) {
  tip.hidden = true;
  const koan = shown.columns[column - 2];
  if (row >= 0) return column < 2 ? tellStudent(shown.rows[row]) : tellCell(shown.rows[row], koan);
  if (column === 0) sortBy(shown.by === "name" ? "name-" : "name");
  else if (column === 1) sortBy(shown.by === "score-" ? "score+" : "score-");
  else sortBy(shown.by === `koan ${koan}` ? `koan- ${koan}` : `koan ${koan}`);
  cellAt(active.row, active.column)?.focus({ preventScroll: true });
}
function go(row, column) {
  active.row = Math.max(-1, Math.min(row, shown.rows.length - 1));
  active.column = Math.max(0, Math.min(column, shown.columns.length + 1));
  const top = grid.tHead.offsetHeight, seen = scroller.clientHeight - top, here = active.row * rowHeight;
  if (active.row >= 0 && here < scroller.scrollTop) scroller.scrollTop = here;
  if (here + rowHeight > scroller.scrollTop + seen) scroller.scrollTop = here + rowHeight - seen;
  draw();
  const cell = cellAt(active.row, active.column);
  if (!cell) return;
  cell.scrollIntoView({ block: "nearest", inline: "nearest", behavior: "instant" });
  if (active.row >= 0 && active.column >= 2) cell.ariaLabel = spoken(shown.rows[active.row], shown.columns[active.column - 2]);
  cell.focus({ preventScroll: true });
  showTip(cell);
}
scroller.addEventListener("keydown", (event) => {
  const { row, column } = active, page = Math.max(1, Math.floor((scroller.clientHeight - grid.tHead.offsetHeight) / rowHeight) - 1);
  const whole = event.ctrlKey || event.metaKey, last = shown.columns.length + 1;
  const moves = {
    ArrowUp: [whole ? 0 : row - 1, column],
    ArrowDown: [whole ? shown.rows.length - 1 : row + 1, column],
    ArrowLeft: [row, whole ? 0 : column - 1],
    ArrowRight: [row, whole ? last : column + 1],
    PageUp: [Math.max(row < 0 ? -1 : 0, row - page), column],
    PageDown: [row + page, column],
    Home: [whole ? 0 : row, 0],
    End: [whole ? shown.rows.length - 1 : row, last],
  };
  if (event.altKey) return;
  if (event.key in moves) go(...moves[event.key]);
  else if (event.key === "Enter" || event.key === " ") act(active);
  else if (event.key === "Escape") tip.hidden = true;
  else return;
  event.preventDefault();
});
grid.addEventListener("focusin", (event) => {
  const cell = event.target.closest("th, td");
  const at = cell && positionOf(cell);
  if (at && (at.row !== active.row || at.column !== active.column)) { Object.assign(active, at); mark(); }
  if (at && cell.matches(":focus-visible")) showTip(cell);
});
grid.addEventListener("focusout", () => { tip.hidden = true; });
grid.addEventListener("pointerover", (event) => { if (event.pointerType !== "touch") showTip(event.target.closest("th, td")); });
scroller.addEventListener("pointerleave", () => { tip.hidden = true; });
scroller.addEventListener("scroll", () => { if (!scroller.contains(document.activeElement)) tip.hidden = true; }, { passive: true });
window.addEventListener("scroll", () => {
  if (!tip.hidden && grid.contains(document.activeElement)) showTip(document.activeElement);
  else tip.hidden = true;
}, { passive: true });
document.addEventListener("keydown", (event) => { if (event.key === "Escape") tip.hidden = true; });
grid.addEventListener("click", (event) => {
  const cell = event.target.closest("th, td");
  if (cell?.dataset.topic) return sortBy(`topic ${cell.dataset.topic}`);
  const at = cell && positionOf(cell);
  if (!at) return;
  Object.assign(active, at);
  mark();
  cell.focus({ preventScroll: true });
  act(at);
});
choose();
renew();
// What is brought into sight shall not end up behind the headings.
new ResizeObserver(() => {
  scroller.style.scrollPaddingTop = `${grid.tHead.offsetHeight}px`;
  scroller.style.scrollPaddingLeft = `${stuck()}px`;
}).observe(grid.tHead);
