// "Insert a fact": puts {name} where the cursor was, in a text field or in an editor.
"use strict";
(() => {
  const menu = document.getElementById("facts");
  const form = document.getElementById("section-form");
  if (!menu || !form) return;
  let last = null;

  form.addEventListener("focusin", (event) => {
    const editor = event.target.closest(".cms-editor-inline-wrapper");
    const area = editor && document.getElementById(editor.id.replace(/_editor$/, ""));
    const field = area || event.target;
    if (field.matches("textarea, input[type=text]:not(.period)")) last = field;
  });

  const insert = (words) => {
    const field = last && last.isConnected ? last : form.querySelector("textarea");
    const editor = window.richText && window.richText.editorOf(field);
    menu.open = false;
    if (editor) {
      editor.chain().focus().insertContent(words).run();
      return;
    }
    field.focus();
    field.setRangeText(words, field.selectionStart, field.selectionEnd, "end");
    field.dispatchEvent(new Event("input", { bubbles: true }));
  };

  for (const line of menu.querySelectorAll("[data-fact]")) {
    const button = document.createElement("button");
    button.type = "button";
    button.append(...line.childNodes);
    line.append(button);
    button.addEventListener("click", () => insert(`{${line.dataset.fact}}`));
  }
  // The arrow keys go through the list; Escape and a click elsewhere close it.
  menu.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || !menu.open) return;
    event.preventDefault();
    const buttons = [...menu.querySelectorAll("button")];
    const at = buttons.indexOf(document.activeElement) + step;
    buttons[(at + buttons.length) % buttons.length].focus();
  });
  document.addEventListener("click", (event) => {
    if (menu.open && !menu.contains(event.target)) menu.open = false;
  });
})();
