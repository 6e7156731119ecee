// Turns text areas into djangocms-text's editor when they come in sight, and sees to it
// that nothing is lost: what nobody touched is sent as it was stored, and a text with
// markup that the editor would drop stays in the text area, as HTML.
"use strict";
(() => {
  const originals = new Map();

  // The marks of a fragment that the editor must give back: tags and what they carry.
  const marks = (html) => {
    const body = new DOMParser().parseFromString(html, "text/html").body;
    const same = { B: "STRONG", I: "EM", DEL: "S" };
    const silent = new Set(["P", "TBODY", "COLGROUP", "COL", "THEAD", "TFOOT"]);
    const found = [];
    for (const element of body.querySelectorAll("*")) {
      const name = same[element.tagName] || element.tagName;
      if (silent.has(name)) continue;
      const kept = ["lang", "dir", "href", "hreflang", "title", "start", "type", "reversed", "scope"]
        .map((key) => element.getAttribute(key) && `${key}=${element.getAttribute(key)}`)
        .concat(["colspan", "rowspan"].map((key) => {
          const value = element.getAttribute(key);
          return value && value !== "1" && `${key}=${value}`;
        }))
        .filter(Boolean);
      found.push([name, ...kept].join(" "));
    }
    return found.sort().join("\n") + "\n" + body.textContent.replace(/\s+/g, "");
  };

  // The package's menu bar for the keyboard and for screen readers.
  const reachable = (bar) => {
    for (const item of bar ? bar.querySelectorAll(":scope > button, :scope > .dropdown") : []) {
      item.setAttribute("role", "menuitem"); // what a menu bar has to have
      if (item.title) item.setAttribute("aria-label", item.title);
      if (!item.matches(".dropdown")) continue;
      item.tabIndex = 0;
      item.setAttribute("aria-haspopup", "true");
      item.addEventListener("keydown", (event) => {
        if (event.target !== item || !["Enter", " "].includes(event.key)) return;
        event.preventDefault();
        item.click();
      });
    }
  };

  const start = (area) => {
    if (originals.has(area) || !window.CMS_Editor || !window.cms_editor_plugin) return;
    originals.set(area, area.value);
    window.CMS_Editor.init(area);
    const editor = window.cms_editor_plugin._editors[area.id];
    if (!editor) return;
    const label = document.querySelector(`label[for="${area.id}"]`);
    editor.view.dom.setAttribute("lang", area.lang);
    if (label) editor.view.dom.setAttribute("aria-label", label.textContent.trim());
    const bar = () => reachable(editor.options.element.querySelector("[role=menubar]"));
    editor.on("create", bar); // its bar is made with its first view, or after it
    setTimeout(bar);
    if (marks(area.value) === marks(editor.getHTML())) {
      // Its buttons change a text too: the form hears of it as of typing.
      editor.on("update", () => area.dispatchEvent(new Event("input", { bubbles: true })));
      return;
    }
    window.cms_editor_plugin.destroyEditor(area);
    delete area.dataset.textarea;
    area.style.display = "";
    area.classList.add("as-html");
    const note = document.createElement("p");
    note.className = "help";
    note.textContent = area.dataset.note;
    area.after(note);
  };

  const watch = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) {
        watch.unobserve(entry.target);
        start(entry.target);
      }
    }
  }, { rootMargin: "200px" });

  // What a text area says now: while its editor runs, the area itself is out of date.
  const editorOf = (area) =>
    area.dataset.textarea && window.cms_editor_plugin._editors[area.id];
  const read = (area) => {
    const editor = editorOf(area);
    if (!editor) return area.value;
    return area.dataset.changed === "true" ? editor.getHTML() : originals.get(area);
  };

  window.richText = {
    read,
    editorOf,
    watchIn: (root) => {
      for (const area of root.querySelectorAll("textarea.rich-text")) watch.observe(area);
    },
  };
  window.addEventListener("load", () => window.richText.watchIn(document));

  // The editor's own listeners are on the form and ran before this one. They write what
  // the editor made of a text even when nobody changed it: put back what was there.
  document.addEventListener("submit", () => {
    for (const area of originals.keys()) if (editorOf(area)) area.value = read(area);
  });
})();
