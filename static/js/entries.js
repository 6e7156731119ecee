// The rows of a section: add, order by dragging or by buttons, delete. Without script the
// same buttons ask the server.
"use strict";
(() => {
  const form = document.getElementById("section-form");
  if (!form) return;
  const changed = () => form.dispatchEvent(new Event("input"));

  const own = form.elements.register;
  const register = document.getElementById("register");
  const section = document.getElementById("entries");
  const show = () => {
    if (!own) return;
    register.hidden = !own.checked;
    if (section) section.hidden = own.checked;
  };
  if (own) own.addEventListener("change", show);
  show();
  if (!section) return;

  const list = section.querySelector("ol");
  const template = document.getElementById("entry-template");
  const total = form.elements["entries-TOTAL_FORMS"];

  const number = () => {
    [...list.children].forEach((row, place) => {
      row.querySelector("input[name$='-ORDER']").value = place + 1;
    });
  };
  const title = (row) => {
    const term = row.querySelector("[name$='-term_nl'], [name$='-term_en']");
    if (term && term.value) row.querySelector(".entry-title").textContent = term.value;
  };
  const mark = (row) => {
    row.toggleAttribute("data-deleted", row.querySelector("[name$='-DELETE']").checked);
  };
  list.addEventListener("input", (event) => title(event.target.closest("li.entry")));
  list.addEventListener("change", (event) => mark(event.target.closest("li.entry")));
  list.addEventListener("keydown", (event) => {
    const step = { ArrowUp: ".entry-up", ArrowDown: ".entry-down" }[event.key];
    if (!step || !event.altKey || !event.target.closest("summary")) return;
    event.preventDefault();
    event.target.closest("li.entry").querySelector(step).click();
    event.target.focus();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest(".entry-up, .entry-down");
    if (!button) return;
    event.preventDefault();
    const row = button.closest("li.entry");
    if (button.classList.contains("entry-up")) {
      if (row.previousElementSibling) row.previousElementSibling.before(row);
    } else if (row.nextElementSibling) {
      row.nextElementSibling.after(row);
    }
    number();
    changed();
    button.focus();
  });
  list.addEventListener("toggle", (event) => {
    if (event.target.open && window.richText) window.richText.watchIn(event.target);
  }, true);

  const add = () => {
    const holder = document.createElement("div");
    holder.innerHTML = template.innerHTML.replaceAll("__prefix__", total.value);
    const row = holder.firstElementChild;
    list.append(row);
    total.value = Number(total.value) + 1;
    number();
    return row;
  };
  document.getElementById("entry-add").addEventListener("click", (event) => {
    event.preventDefault();
    const row = add();
    if (window.richText) window.richText.watchIn(row);
    const first = row.querySelector(".field textarea:not(.rich-text), .field input");
    if (first) first.focus();
  });
  window.sectionRows = {
    // As many rows as a text that was kept has.
    resize: (count) => {
      while (Number(total.value) < count) add();
      [...list.children].slice(count).forEach((row) => row.remove());
      total.value = count;
    },
    // In the order of their numbers, with their titles.
    arrange: () => {
      const place = (row) => Number(row.querySelector("input[name$='-ORDER']").value);
      [...list.children].sort((a, b) => place(a) - place(b)).forEach((row) => list.append(row));
      [...list.children].forEach((row) => { title(row); mark(row); });
      number();
    },
  };

  if (typeof Sortable !== "undefined") {
    new Sortable(list, {
      handle: ".handle",
      animation: 120,
      onEnd: () => { number(); changed(); },
    });
  }
  number();
})();
