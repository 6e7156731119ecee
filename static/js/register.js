// Dragging the rows of a register: the new order is saved as the row is dropped.
"use strict";
(() => {
  const form = document.getElementById("reorder");
  const body = document.querySelector("#result_list tbody");
  const boxes = body ? body.querySelectorAll("input.action-select") : [];
  if (!form || !boxes.length || typeof Sortable === "undefined") return;
  const status = form.querySelector("[role=status]");
  for (const row of body.rows) {
    const handle = document.createElement("span");
    handle.className = "handle";
    handle.textContent = "⠿";
    handle.setAttribute("aria-hidden", "true");
    row.querySelector(".action-checkbox").prepend(handle);
  }
  new Sortable(body, {
    handle: ".handle",
    animation: 120,
    onEnd: async () => {
      const data = new FormData(form);
      for (const box of body.querySelectorAll("input.action-select")) {
        data.append("row", box.value);
      }
      const answer = await fetch(form.action, { method: "POST", body: data }).catch(() => null);
      status.textContent = answer && answer.ok ? form.dataset.saved : form.dataset.failed;
    },
  });
})();
