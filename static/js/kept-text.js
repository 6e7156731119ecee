// What was typed and is not saved yet stays on this device, so that a closed tab or a
// network that is away costs nothing. What was saved is forgotten.
"use strict";
(() => {
  const PREFIX = "text:";
  // A page that follows a save says which texts are safe.
  for (const line of document.querySelectorAll(".messagelist li[class*='saved-']")) {
    const found = /\bsaved-([\w-]+)\b/.exec(line.className);
    for (const key of Object.keys(localStorage)) {
      if (found && key.startsWith(PREFIX) && key.endsWith(`:${found[1]}`)) localStorage.removeItem(key);
    }
  }

  const form = document.getElementById("section-form");
  if (!form) return;
  const key = PREFIX + form.dataset.kept;

  const fields = () => {
    const data = new FormData(form);
    data.delete("csrfmiddlewaretoken");
    for (const area of form.querySelectorAll("textarea.rich-text")) {
      if (window.richText) data.set(area.name, window.richText.read(area));
    }
    return [...data].filter(([, value]) => typeof value === "string");
  };
  // What the fields say, without the counts that only the server sets.
  const silent = /^(seen|base|autosaved|row)$|-uid$/;
  const said = (list) => JSON.stringify(list.filter(([name]) => !silent.test(name)));

  const put = (list) => {
    const values = new Map();
    for (const [name, value] of list) values.set(name, [...(values.get(name) || []), value]);
    const total = values.get("entries-TOTAL_FORMS");
    if (total && window.sectionRows) window.sectionRows.resize(Number(total[0]));
    for (const element of form.elements) {
      if (!element.name || element.name === "csrfmiddlewaretoken") continue;
      const found = values.get(element.name) || [];
      if (["checkbox", "radio"].includes(element.type)) {
        element.checked = found.includes(element.value);
      } else if (!["submit", "button"].includes(element.type)) {
        element.value = found[0] || "";
        const editor = window.richText && window.richText.editorOf(element);
        if (editor) {
          editor.commands.setContent(element.value);
          element.dataset.changed = "true";
        }
      }
    }
    if (window.sectionRows) window.sectionRows.arrange();
    if (form.elements.register) form.elements.register.dispatchEvent(new Event("change"));
  };

  window.keptText = {
    fields,
    said,
    put,
    read: () => {
      try {
        return JSON.parse(localStorage.getItem(key) || "null");
      } catch {
        return null;
      }
    },
    write: (text) => {
      try {
        localStorage.setItem(key, JSON.stringify(text));
      } catch {
        // The device has no room: the page still warns before it is left.
      }
    },
    forget: () => localStorage.removeItem(key),
  };
})();
