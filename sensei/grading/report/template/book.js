// The book: students, koans and what was given, unpacked from the data in the page.
const book = JSON.parse(byId("data").textContent);
const width = book.columns.length;
const text = (number) => book.texts[number ?? 0];
const columns = book.columns.map(([title, topic, points, lesson], at) => ({ at, title, topic, points, lesson }));
const students = book.students.map(([id, name, score, raw, cells, rest], at) => ({ at, id, name, score, raw, cells, ...rest }));
for (const each of students) {
  each.label = each.name || each.id;
  each.folded = fold(`${each.name} ${each.id}`);
}
for (const each of columns) each.folded = fold(`${each.title} ${book.topics[each.topic]}`);
// How `letter` in tally.py spells a place.
const place = (code) => code >= 256 ? code - 194 : code >= 97 ? code - 61 : code >= 65 ? code - 55 : code - 48;
function entryAt(who, column) {
  const at = place(students[who].cells.charCodeAt(column));
  const [outcome, points, assurance, count, answers, reason, known, note, overridden] = book.entries[column][at];
  return { outcome, points, assurance, count, answers: (answers ?? []).map(text), reason: text(reason), known, note: text(note), overridden: text(overridden) };
}
// Outcomes and points of all cells side by side: filters and sorting walk over them.
const outcomes = new Uint8Array(students.length * width);
const byHand = new Set();
const held = new Float64Array(width);
for (const { at: who, cells } of students) {
  for (let column = 0; column < width; column += 1) {
    const entry = book.entries[column][place(cells.charCodeAt(column))];
    outcomes[who * width + column] = entry[0];
    if (entry[8]) byHand.add(who * width + column);
    if (entry[0] === 0) held[column] += 1 / students.length;
  }
}
function topicShare(who, topic) {
  let earned = 0, worth = 0;
  for (const column of columns) {
    if (column.topic !== topic) continue;
    earned += book.entries[column.at][place(students[who].cells.charCodeAt(column.at))][1];
    worth += column.points;
  }
  return worth ? earned / worth : 0;
}
const remarkable = (student) => student.notes || student.troubles || student.overridden || student.late;
