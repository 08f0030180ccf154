// The body map made easier to touch. The boxes of the list are what counts: this only ticks them and shows what is ticked.
"use strict";
(() => {
  const form = document.getElementById("site");
  if (!form) return;
  const parts = [...form.querySelectorAll(".part")];
  const marked = document.getElementById("marked");
  const maps = document.getElementById("maps");
  const box = (kind, key) => form.querySelector(`input[name="${kind}"][value="${key}"]`);
  form.querySelectorAll(".with-script").forEach((one) => { one.hidden = false; });
  form.querySelectorAll(".without-script").forEach((one) => { one.hidden = true; });
  form.classList.add("scripted");

  const stateOf = (key) => (box("starts", key)?.checked ? "starts" : box("spreads", key)?.checked ? "spreads" : "");
  const nameOf = (key) => {
    const label = box("starts", key).getAttribute("aria-label");
    return label.replace(/, it starts here$/, "");
  };

  function paint() {
    const said = [];
    form.querySelectorAll("path.place").forEach((path) => {
      const state = stateOf(path.dataset.key);
      path.classList.toggle("starts", state === "starts");
      path.classList.toggle("spreads", state === "spreads");
    });
    form.querySelectorAll('input[name="starts"]:checked').forEach((one) => said.push(`It starts here: ${nameOf(one.value)}.`));
    form.querySelectorAll('input[name="spreads"]:checked').forEach((one) => said.push(`It spreads to: ${nameOf(one.value)}.`));
    maps.querySelectorAll("a").forEach((link) => {
      const part = document.getElementById(`area-${link.dataset.area}`);
      const some = [...part.querySelectorAll("input:checked")].some((one) => one.value.endsWith(`.${link.dataset.side}`) || one.value.endsWith(".middle"));
      link.querySelector(".area").classList.toggle("some", some);
    });
    marked.hidden = said.length === 0;
    marked.textContent = said.join(" ");
  }

  function cycle(key) {
    const next = { "": "starts", starts: "spreads", spreads: "" }[stateOf(key)];
    box("starts", key).checked = next === "starts";
    box("spreads", key).checked = next === "spreads";
    paint();
  }

  function open(area, side) {
    parts.forEach((part) => { part.hidden = part.dataset.area !== area; });
    const part = document.getElementById(`area-${area}`);
    // Only the touched side is listed; the other one is a touch on the body away.
    part.classList.toggle("only-left", side === "left");
    part.classList.toggle("only-right", side === "right");
    part.querySelector(".which").textContent = `, your ${side} side`;
    part.querySelectorAll("svg.zoom").forEach((picture) => {
      const view = picture.dataset.view;
      const own = picture.dataset[side];
      picture.closest("figure").hidden = (view === "left" || view === "right") && view !== side;
      if (own) picture.setAttribute("viewBox", own);
    });
    part.scrollIntoView({ block: "start" });
    part.focus({ preventScroll: true });
  }

  parts.forEach((part) => { part.hidden = true; });
  maps.addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (!link) return;
    event.preventDefault();
    open(link.dataset.area, link.dataset.side);
  });
  form.addEventListener("click", (event) => {
    const place = event.target.closest("path.place");
    if (place && !place.closest("a")) cycle(place.dataset.key);
    if (event.target.closest(".done")) {
      parts.forEach((part) => { part.hidden = true; });
      maps.scrollIntoView({ block: "start" });
      maps.querySelector("a").focus({ preventScroll: true });
    }
  });
  // A place is either where it starts or where it spreads to.
  form.addEventListener("change", (event) => {
    const one = event.target;
    if (one.name === "starts" && one.checked) box("spreads", one.value).checked = false;
    if (one.name === "spreads" && one.checked) box("starts", one.value).checked = false;
    paint();
  });
  paint();
})();
