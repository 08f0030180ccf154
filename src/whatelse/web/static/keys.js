// Single keys for clinicians: each presses the control that names it. They can be turned off, and rest while one types.
"use strict";
(() => {
  const KEPT = "whatelse-keys";
  const isOff = () => { try { return localStorage.getItem(KEPT) === "off"; } catch { return false; } };
  const button = document.querySelector(".keys-switch");
  document.querySelectorAll(".with-script").forEach((one) => { one.hidden = false; });
  const name = () => { if (button) button.textContent = isOff() ? "Turn them on" : "Turn them off"; };
  name();
  button?.addEventListener("click", () => {
    try { localStorage.setItem(KEPT, isOff() ? "on" : "off"); } catch { /* a browser that keeps nothing */ }
    name();
  });
  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input[type=text], input[type=number], textarea, select");
    if (isOff() || typing || event.ctrlKey || event.metaKey || event.altKey) return;
    const control = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (!control) return;
    event.preventDefault();
    control.click();
    // "None of these" answers the whole list.
    if (control.type === "radio") control.form.requestSubmit();
  });
})();
