// What every page of the admin has: the choice of organisation takes effect at once.
"use strict";
document.documentElement.classList.add("with-script");
for (const field of document.querySelectorAll("[data-submits]")) {
  field.addEventListener("change", () => field.form.requestSubmit());
}
