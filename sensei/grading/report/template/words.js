// Words: what there is to say of a cell, a student or a koan, in the tip, in the dialog and to a screen reader.
const number = (value) => value.toLocaleString("en", { maximumFractionDigits: 2 });
const percent = (share) => `${Math.round(100 * share)} %`;
const word = (entry) => book.outcomes[entry.outcome][2];
const badge = (entry) => element("span", { className: `verdict ${book.outcomes[entry.outcome][0]}` }, `${book.outcomes[entry.outcome][1]} ${word(entry)}`);
const shorten = (given) => given.length > 160 ? `${given.slice(0, 160)}…` : given;
const paragraph = (className, ...children) => element("p", { className, dir: "auto" }, ...children);

function spoken(who, column) {
  const entry = entryAt(who, column);
  const answered = entry.answers.length ? `, answered ${shorten(entry.answers.join("; "))}` : "";
  return `${students[who].label}, ${columns[column].title}: ${word(entry)}${answered}. ${entry.reason}`;
}
function cellTip(who, column) {
  const entry = entryAt(who, column);
  const told = [
    paragraph("who", students[who].label),
    paragraph("where", columns[column].title),
    element("p", {}, badge(entry), entry.overridden ? " set by hand" : ""),
    ...entry.answers.map((answer) => element("p", {}, element("code", { dir: "ltr" }, shorten(answer)))),
  ];
  if (entry.reason) told.push(paragraph("", shorten(entry.reason)));
  if (entry.note) told.push(paragraph("", `⚑ ${entry.note}`));
  return told;
}
function koanTip(column) {
  const { title, topic, lesson, at } = columns[column];
  return [paragraph("who", title), paragraph("where", `${book.topics[topic]} · held for ${percent(held[at])}`), ...(lesson ? [paragraph("", lesson)] : [])];
}
function studentTip(who) {
  const student = students[who];
  const told = [paragraph("who", student.label), paragraph("where", `${number(student.score)} of ${number(book.outOf)} points`)];
  for (const note of allNotes(student).slice(0, 4)) told.push(paragraph("", `⚑ ${note}`));
  return told;
}
function allNotes(student) {
  const late = student.late ? [`Handed in ${number(student.late / 3600)} hours late; ${number(student.penalty ?? 0)} points taken off.`] : [];
  const set = student.overridden ? [`Score set by hand: ${student.overridden}`] : [];
  return [...set, ...late, ...(student.notes ?? []), ...(student.troubles ?? [])];
}
function facts(pairs) {
  const list = element("dl");
  for (const [name, ...children] of pairs) {
    if (children.length) list.append(element("div", {}, element("dt", {}, name), element("dd", { dir: "auto" }, ...children)));
  }
  return list;
}
const asList = (lines) => lines.length ? [element("ul", {}, ...lines.map((line) => element("li", { dir: "auto" }, line)))] : [];

function tellCell(who, column) {
  const entry = entryAt(who, column), koan = columns[column];
  const others = entry.count - 1;
  const answers = entry.answers.map((answer) => element("pre", { dir: "ltr" }, answer));
  const unkept = entry.outcome !== 0 && !answers.length && !entry.reason ? ["Not kept in this page, which has room for the commoner answers: results.json has it."] : [];
  reveal(koan.title, facts([
    ["Student", element("bdi", {}, students[who].label)],
    ["Topic", book.topics[koan.topic]],
    ...(koan.lesson ? [["Lesson", koan.lesson]] : []),
    ["Verdict", badge(entry), ` ${number(entry.points)} of ${number(koan.points)} points`],
    [entry.answers.length > 1 ? "Answers" : "Answer", ...answers],
    [entry.known ? "Reply to this misconception" : "Reason", ...(entry.reason ? [entry.reason] : unkept)],
    ["The same from", others ? `${others.toLocaleString("en")} other student${others > 1 ? "s" : ""}` : "nobody else"],
    ["How sure", book.assurances[entry.assurance]],
    ...(entry.note ? [["Note", entry.note]] : []),
    ...(entry.overridden ? [["Set by hand", entry.overridden]] : []),
  ]));
}
function tellStudent(who) {
  const student = students[who];
  const unheld = columns.filter(({ at }) => outcomes[who * width + at] !== 0);
  const lower = columns.filter(({ at }) => book.lower.includes(entryAt(who, at).assurance)).length;
  reveal(student.label, facts([
    ...(student.name && student.name !== student.id ? [["Identifier", element("bdi", {}, student.id)]] : []),
    ["Score", `${number(student.score)} of ${number(book.outOf)} points`, student.penalty ? ` (${number(student.raw)} before lateness)` : ""],
    ...(student.handedIn ? [["Handed in", student.handedIn]] : []),
    ["Notes", ...asList(allNotes(student))],
    ...(lower ? [["Lower assurance", `${lower} marks`]] : []),
    [`Does not hold (${unheld.length})`, ...asList(unheld.map(({ at, title }) => `${title}: ${word(entryAt(who, at))}`))],
  ]));
}
const dialog = byId("detail");
function reveal(title, body) {
  byId("detail-title").textContent = title;
  byId("detail-title").dir = "auto";
  byId("detail-body").replaceChildren(body);
  dialog.showModal();
  dialog.scrollTop = 0;
}
byId("close").addEventListener("click", () => dialog.close());
dialog.addEventListener("click", (event) => { if (event.target === dialog) dialog.close(); });
