// The field to type into, unless the person has already gone somewhere else on the page.
"use strict";
if (document.activeElement === document.body) document.querySelector("[data-focus]")?.focus();
