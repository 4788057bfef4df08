// Finds sections in which every word stands, those with a word in a heading first.
const input = document.getElementById("search");
const found = document.getElementById("found");
const MOST = 20;

function score(section, words) {
  const [, title, heading, text] = section.map(part => part.toLowerCase());
  let sum = 0;
  for (const word of words) {
    const here = (heading.includes(word) ? 10 : 0) + (title.includes(word) ? 5 : 0) + (text.includes(word) ? 1 : 0);
    if (here === 0) {
      return 0;
    }
    sum += here;
  }
  return sum;
}

function excerpt(text, word) {
  const at = Math.max(0, text.toLowerCase().indexOf(word) - 60);
  return (at > 0 ? "... " : "") + text.slice(at, at + 200);
}

function show() {
  const words = input.value.toLowerCase().split(/\s+/).filter(word => word.length > 1);
  found.hidden = words.length === 0;
  const hits = INDEX.map(section => ({ section, score: score(section, words) })).filter(hit => hit.score > 0)
    .sort((a, b) => b.score - a.score).slice(0, MOST);
  found.replaceChildren(...hits.map(({ section: [file, title, heading, text] }) => {
    const link = document.createElement("a");
    link.href = UP + file;
    link.textContent = heading === title ? title : title + ": " + heading;
    const context = document.createElement("p");
    context.textContent = excerpt(text, words[0]);
    const hit = document.createElement("div");
    hit.append(link, context);
    return hit;
  }));
  if (hits.length === 0) {
    found.textContent = "Nothing has all these words.";
  }
}

input.addEventListener("input", show);
found.addEventListener("click", event => {
  if (event.target.tagName === "A") {
    found.hidden = true;
  }
});
document.addEventListener("keydown", event => {
  if (event.key === "/" && document.activeElement !== input) {
    event.preventDefault();
    input.focus();
  } else if (event.key === "Escape") {
    found.hidden = true;
  }
});
if (matchMedia("(max-width: 50rem)").matches) {
  document.querySelector("nav details").open = false;
}
