// What Streamlit's page does not do by itself; run once, allowed by its digest (headers.py).
(() => {
  if (window.trackerRuns) return;
  window.trackerRuns = true;

  // A press is one step of Back: what the address says after it, until the next, replaces that step.
  let pressed = false;
  for (const kind of ["pointerdown", "click", "keydown"])
    addEventListener(kind, () => { pressed = true; }, true);
  const push = history.pushState.bind(history);
  history.pushState = (...step) => {
    if (pressed) push(...step);
    else history.replaceState(...step);
    pressed = false;
  };

  // Escape closes the open panel of the plan bar, unless it closes something within it; so does a
  // press on the page beside it.
  const panel = () => document.querySelector(".st-key-plan_bar details[open] > summary");
  addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("[role=listbox], [role=dialog]")) return;
    panel()?.focus();
    panel()?.click();
  }, true);
  addEventListener("pointerdown", (event) => {
    const open = panel(), page = event.target.closest("[data-testid=stMain], header");
    // A link turns to another page, which a panel closed at the same moment would hold back.
    if (open && page && !event.target.closest(".st-key-plan_bar details, a")) open.click();
  }, true);
})();
