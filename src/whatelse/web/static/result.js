// What a result page can do with a script: print, and copy the note. Slow parts are loaded by htmx.
"use strict";
(() => {
  document.querySelectorAll(".with-script").forEach((one) => { one.hidden = false; });
  document.addEventListener("click", async (event) => {
    if (event.target.closest(".print")) window.print();
    const copy = event.target.closest(".copy");
    if (!copy) return;
    const section = document.getElementById(copy.dataset.copy);
    const said = section.querySelector(".copied");
    try {
      await navigator.clipboard.writeText(section.querySelector("pre").textContent);
      said.textContent = "Copied.";
    } catch {
      getSelection().selectAllChildren(section.querySelector("pre"));
      said.textContent = "Marked. Press Ctrl and C to copy.";
    }
  });
})();
