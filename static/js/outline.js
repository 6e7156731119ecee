// Dragging sections of a draft. The arrow buttons do the same without script.
"use strict";
(() => {
  const DEEPEST = 3;
  const root = document.querySelector("ol.outline.movable");
  const form = document.getElementById("outline");
  if (!root || !form || typeof Sortable === "undefined") return;

  const pairs = () =>
    [...root.querySelectorAll("li[data-section]")].map(
      (line) => `${line.dataset.section}:${line.parentElement.dataset.parent}`,
    );
  const depth = (list) => (list === root ? 1 : 1 + depth(list.parentElement.parentElement));
  const height = (line) =>
    1 + Math.max(0, ...[...line.lastElementChild.children].map(height));

  const before = pairs().join();
  for (const list of [root, ...root.querySelectorAll("ol")]) {
    new Sortable(list, {
      group: "sections",
      handle: ".handle",
      animation: 120,
      fallbackOnBody: true,
      swapThreshold: 0.65,
      onMove: ({ dragged, to }) => depth(to) + height(dragged) - 1 <= DEEPEST,
      onEnd: () => {
        const after = pairs().join();
        if (after === before) return;
        form.elements.outline.value = after;
        form.submit();
      },
    });
  }
})();
