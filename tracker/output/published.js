const form = document.getElementById("filters");
const rows = [...document.querySelectorAll("tr[data-action]")];
const parts = [...document.querySelectorAll("section[data-recommendation]")];
const shown = document.getElementById("shown");

function apply() {
  const owner = form.owner.value, state = form.state.value;
  const words = form.words.value.toLowerCase().split(/\s+/).filter(Boolean);
  let count = 0;
  for (const row of rows) {
    const text = row.textContent.toLowerCase();
    const fits =
      (!owner || row.dataset.owners.split("\n").includes(owner)) &&
      (!state || row.dataset.state === state) &&
      words.every((word) => text.includes(word));
    row.hidden = !fits;
    count += fits;
  }
  for (const part of parts) part.hidden = !part.querySelector("tr[data-action]:not([hidden])");
  shown.textContent = `${count} of ${rows.length} actions shown`;
}

form.hidden = false;
form.addEventListener("input", apply);
form.addEventListener("reset", () => setTimeout(apply));
form.addEventListener("submit", (event) => event.preventDefault());
window.addEventListener("hashchange", () => {
  const place = document.getElementById(location.hash.slice(1));
  if (place && place.closest("[hidden]")) form.reset();
});
