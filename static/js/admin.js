// What every page of the admin has: the choice of organisation takes effect at once.
"use strict";
document.documentElement.classList.add("with-script");
// With the arrow keys one passes choices that one does not want: Enter, or leaving, decides.
for (const field of document.querySelectorAll("select[data-submits]")) {
  const before = field.value;
  let byKeys = false;
  const submit = () => { if (field.value !== before) field.form.requestSubmit(); };
  field.addEventListener("pointerdown", () => { byKeys = false; });
  field.addEventListener("keydown", (event) => {
    byKeys = true;
    if (event.key !== "Enter" || field.value === before) return;
    event.preventDefault();
    submit();
  });
  field.addEventListener("change", () => { if (!byKeys) submit(); });
  field.addEventListener("blur", () => { if (byKeys) submit(); });
}
// A form that takes a while says that it is at work, and is not sent twice.
for (const form of document.querySelectorAll("form[data-busy]")) {
  const said = document.createElement("span");
  said.className = "busy";
  said.setAttribute("role", "status");
  form.addEventListener("submit", (event) => {
    if (form.ariaBusy === "true") {
      event.preventDefault();
      return;
    }
    form.ariaBusy = "true";
    (event.submitter || form.lastElementChild).after(said);
    said.textContent = form.dataset.busy;
  });
  window.addEventListener("pageshow", () => {
    form.ariaBusy = "false";
    said.textContent = "";
  });
}
// Text that the editor kept on this device is not for whoever signs in here next.
document.getElementById("logout-form")?.addEventListener("submit", () => {
  for (const key of Object.keys(localStorage)) {
    if (key.startsWith("text:")) localStorage.removeItem(key);
  }
});
