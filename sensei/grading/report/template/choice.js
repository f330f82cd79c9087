// The choice: which students and koans are shown, and in which order.
const shown = { rows: [], columns: [], by: "name", dim: null };
const fields = Object.fromEntries(["student", "koan", "verdict", "sort", "order"].map((id) => [id, byId(id)]));
const names = students.map(({ at }) => at).sort((one, other) => alphabetically(students[one].label, students[other].label) || one - other);
const rank = new Uint32Array(students.length);
names.forEach((who, at) => { rank[who] = at; });

function choose() {
  const koan = fold(fields.koan.value).split(/\s+/).filter(Boolean);
  const person = fold(fields.student.value).split(/\s+/).filter(Boolean);
  const wanted = fields.verdict.value;
  shown.columns = columns.filter((column) => koan.every((part) => column.folded.includes(part))).map(({ at }) => at);
  if (fields.order.value === "hard") shown.columns.sort((one, other) => held[one] - held[other] || one - other);
  shown.dim = wanted && wanted !== "notes" ? Number(wanted) : null;
  const fits = (who) => wanted === "" || (wanted === "notes" ? remarkable(students[who]) : shown.columns.some((column) => outcomes[who * width + column] === shown.dim));
  shown.rows = names.filter((who) => person.every((part) => students[who].folded.includes(part)) && fits(who));
  order();
}
function order() {
  const [kind, which] = shown.by.split(" ");
  const at = Number(which);
  const measure = {
    "score-": (who) => -students[who].score,
    "score+": (who) => students[who].score,
    "topic": (who) => topicShare(who, at),
    "koan": (who) => -outcomes[who * width + at],
    "koan-": (who) => outcomes[who * width + at],
    "name": (who) => rank[who],
    "name-": (who) => -rank[who],
  }[kind];
  const keys = new Float64Array(students.length);
  for (const who of shown.rows) keys[who] = measure(who);
  shown.rows.sort((one, other) => keys[one] - keys[other] || rank[one] - rank[other]);
}
function sortBy(key) {
  shown.by = key;
  if (![...fields.sort.options].some((option) => option.value === key)) fields.sort.selectedIndex = -1;
  else fields.sort.value = key;
  order();
  renew();
}
let waiting = 0;
function announce() {
  clearTimeout(waiting);
  waiting = setTimeout(() => {
    byId("map-found").textContent = `${said(shown.rows.length, students.length, "students")}, ${said(shown.columns.length, width, "koans")}`;
  }, 150);
}
for (const [id, field] of Object.entries(fields)) {
  field.addEventListener(field.tagName === "SELECT" ? "change" : "input", () => {
    if (id === "sort") return sortBy(field.value);
    choose();
    renew();
  });
}
const form = document.querySelector(".choice");
form.addEventListener("submit", (event) => event.preventDefault());
form.addEventListener("reset", () => setTimeout(() => { shown.by = "name"; choose(); renew(); }));
