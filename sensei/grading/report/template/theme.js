// Colours: as the system has them, unless the reader chooses; a browser that remembers nothing is no error.
const root = document.documentElement;
const byId = (id) => document.getElementById(id);
root.classList.remove("plain");
const theme = byId("theme");
const paint = (choice) => choice ? root.setAttribute("data-theme", choice) : root.removeAttribute("data-theme");
const remembered = (act) => { try { return act(window.localStorage); } catch { return null; } };
theme.value = remembered((memory) => memory.getItem("koans-theme")) || "";
paint(theme.value);
theme.addEventListener("change", () => {
  paint(theme.value);
  remembered((memory) => memory.setItem("koans-theme", theme.value));
});
// What is folded is unfolded on paper.
let folded = [];
window.addEventListener("beforeprint", () => {
  folded = [...document.querySelectorAll("details:not([open])")];
  for (const each of folded) each.open = true;
});
window.addEventListener("afterprint", () => { for (const each of folded) each.open = false; });
// One helper for all elements: texts go in as text, never as markup.
function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children);
  return made;
}
