// The outline of a draft: dragging, and Alt with the arrow keys. What its buttons do is
// asked of the server as without script, but the page stays: somebody may be writing.
"use strict";
(() => {
  const DEEPEST = 3;
  const pane = document.querySelector("nav[data-pane=outline]");
  if (!pane) return;
  const keys = { ArrowUp: "up", ArrowDown: "down", ArrowLeft: "out", ArrowRight: "in" };
  const live = document.createElement("p");
  live.className = "visually-hidden";
  live.setAttribute("role", "status");
  pane.before(live);

  const depth = (list) => (list.matches(".outline") ? 1 : 1 + depth(list.parentElement.parentElement));
  const height = (line) =>
    1 + Math.max(0, ...[...line.lastElementChild.children].map(height));
  const pairs = () =>
    [...pane.querySelectorAll("li[data-section]")].map(
      (line) => `${line.dataset.section}:${line.parentElement.dataset.parent}`,
    ).join();

  // Show the outline anew; the keyboard stays where it was.
  const show = (html, focus) => {
    const active = pane.contains(document.activeElement) ? document.activeElement : null;
    const line = focus || (active && active.closest("li[data-section]"));
    const opened = line && active && active.closest("details.more");
    const place = active && active.getAttribute("aria-label");
    const scroll = pane.parentElement.scrollTop;
    const removed = pane.querySelector("details.removed");
    pane.innerHTML = html;
    if (removed && removed.open) {
      const again = pane.querySelector("details.removed");
      if (again) again.open = true;
    }
    pane.parentElement.scrollTop = scroll;
    drag();
    const said = pane.querySelector("[data-said]");
    if (said && said.textContent.trim()) {
      live.textContent = said.textContent;
      said.remove();
    }
    if (!line) return;
    const same = pane.querySelector(`li[data-section="${line.dataset.section}"]`);
    if (!same) {
      const undo = pane.querySelector("form.undo button") || pane.querySelector("a");
      if (undo) undo.focus();
      return;
    }
    const more = same.querySelector(":scope > .line details.more");
    if (opened && more) {
      more.open = true;
      const button = [...more.querySelectorAll("button")].find(
        (b) => b.getAttribute("aria-label") === place && !b.disabled);
      (button || more.querySelector("summary")).focus();
    } else if (active) {
      same.querySelector("a").focus();
    }
  };

  let busy = false;
  const send = async (url, data, line) => {
    if (busy) return;
    busy = true;
    data.append("part", "1");
    data.set("at", pane.querySelector("[data-current]").dataset.current);
    const answer = await fetch(url, { method: "POST", body: data, redirect: "manual" }).catch(() => null);
    busy = false;
    if (answer && answer.ok) {
      show(await answer.text(), line);
      document.dispatchEvent(new CustomEvent("outline:changed"));
    } else {
      live.textContent = pane.dataset.failed;
      live.className = "errornote";
      return;
    }
    live.className = "visually-hidden";
  };

  const moved = (line, direction) => {
    const form = line.querySelector(":scope > .line form.tools");
    const button = form && form.querySelector(`button[value=${direction}]`);
    if (!button || button.disabled) return;
    const data = new FormData(form);
    data.append("direction", direction);
    send(form.action, data, line);
  };

  pane.addEventListener("keydown", (event) => {
    const line = event.target.closest("li[data-section]");
    if (!line || !event.altKey || !keys[event.key]) return;
    event.preventDefault();
    moved(line, keys[event.key]);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.closest("[data-pane]") || form.id === "section-form") return;
    const button = event.submitter;
    const current = pane.querySelector("[data-current]").dataset.current;
    if (button && button.dataset.deletes && button.dataset.deletes === current) {
      document.dispatchEvent(new CustomEvent("outline:leaving"));
      return; // its form goes with it
    }
    event.preventDefault();
    const data = new FormData(form, button);
    send((button && button.getAttribute("formaction")) || form.action, data, form.closest("li[data-section]"));
  });
  // One menu at a time; Escape closes it.
  pane.addEventListener("toggle", (event) => {
    if (!event.target.matches("details.more") || !event.target.open) return;
    for (const other of pane.querySelectorAll("details.more[open]")) {
      if (other !== event.target) other.open = false;
    }
  }, true);
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = event.target.closest("details.more[open], details.facts[open]");
    if (!menu) return;
    menu.open = false;
    menu.querySelector("summary").focus();
  });

  let before = "";
  const drag = () => {
    const root = pane.querySelector("ol.outline.movable");
    const form = document.getElementById("outline");
    if (!root || !form || typeof Sortable === "undefined") return;
    before = pairs();
    for (const list of [root, ...root.querySelectorAll("ol")]) {
      new Sortable(list, {
        group: "sections",
        handle: ".handle",
        animation: 120,
        fallbackOnBody: true,
        swapThreshold: 0.65,
        onStart: () => { pane.dataset.dragging = "1"; },
        onMove: ({ dragged, to }) => depth(to) + height(dragged) - 1 <= DEEPEST,
        onEnd: () => {
          delete pane.dataset.dragging;
          const after = pairs();
          if (after === before) return;
          form.elements.outline.value = after;
          send(form.action, new FormData(form));
        },
      });
    }
  };
  drag();

  // Both panes as they are now; the outline waits while somebody is in it.
  const side = document.querySelector("[data-pane=side][data-from]");
  // Which rows fell behind, on the rows themselves.
  const tag = () => {
    for (const tags of document.querySelectorAll(".entry .late")) tags.remove();
    for (const note of side.querySelectorAll("li[data-entry]")) {
      const row = document.getElementById(`row-${note.dataset.entry}`);
      const tags = note.querySelector("template");
      if (row && tags) row.querySelector(".entry-title").after(tags.content.cloneNode(true));
    }
  };
  let asked = 0;
  const refresh = async () => {
    if (!side) return;
    const mine = ++asked;
    const answer = await fetch(`${side.dataset.from}?part=1`, { redirect: "manual" }).catch(() => null);
    if (!answer || !answer.ok || mine !== asked) return;
    const found = new DOMParser().parseFromString(await answer.text(), "text/html");
    const inside = side.contains(document.activeElement);
    side.innerHTML = found.querySelector("[data-pane=side]").innerHTML;
    if (inside) side.querySelector("button, a, h2")?.focus();
    tag();
    const open = pane.querySelector("details.more[open]");
    const undo = pane.querySelector("form.undo");
    if (busy || open || undo || pane.dataset.dragging) return;
    show(found.querySelector("[data-pane=outline]").innerHTML);
  };
  window.addEventListener("load", refresh);
  document.addEventListener("outline:changed", refresh);
  document.addEventListener("section:saved", refresh);

  // Folded panes stay folded, and on a narrow screen the text comes first.
  for (const fold of document.querySelectorAll("details[data-fold]")) {
    const key = `fold:${fold.dataset.fold}`;
    const narrow = window.matchMedia("(max-width: 1023px)").matches;
    if (localStorage.getItem(key) === "1" || (narrow && side)) fold.open = false;
    fold.querySelector("summary").addEventListener("click", () => {
      localStorage.setItem(key, fold.open ? "1" : "");
    });
  }
  const current = pane.querySelector(".line.current");
  if (current) {
    const box = current.getBoundingClientRect();
    pane.parentElement.scrollTop += box.top - pane.parentElement.clientHeight / 2;
  }

  // A finding leads to its row, which is folded.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#row-']");
    if (link) unfold(link.hash);
  });
  const unfold = (hash) => {
    const row = hash.startsWith("#row-") && document.getElementById(decodeURIComponent(hash.slice(1)));
    const details = row && row.querySelector("details");
    if (!details) return;
    details.open = true;
    details.querySelector("summary").focus();
  };
  unfold(location.hash);
})();
