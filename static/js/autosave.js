// Saves a section while somebody writes, and says so. One text at a time is on its way;
// when no answer came the same text is sent again, so that nothing is saved twice.
// A colleague is never overwritten: the server refuses, and the form leads to both texts.
"use strict";
(() => {
  const form = document.getElementById("section-form");
  const kept = window.keptText;
  if (!form || !kept) return;
  const PAUSE = 1500;
  const AGAIN = 5000;
  const LARGEST = 60000; // bytes that a closing page may still send
  const says = form.dataset;
  const automatic = "autosave" in says;
  const status = document.getElementById("saved");
  const banner = document.getElementById("banner");
  let saved = "unsaved" in says ? null : kept.said(kept.fields());
  let state = automatic ? "idle" : "new";
  let onTheWay = null; // sent, and no answer yet
  let sending = null;
  let leaving = false;
  let timer = 0;
  let shown = "";

  const time = (iso, options = { hour: "2-digit", minute: "2-digit" }) =>
    new Date(iso).toLocaleString(document.documentElement.lang || undefined, options);
  const tell = (name, moment = "") => {
    const words = (says[`says${name}`] || "").replace("%s", moment);
    status.dataset.state = name.toLowerCase();
    if (words !== shown) status.textContent = shown = words;
  };
  const dirty = () => kept.said(kept.fields()) !== saved;
  const keep = () => {
    kept.write({
      at: new Date().toISOString(),
      base: automatic ? form.elements.base.value : "",
      fields: kept.fields(),
    });
  };

  const warn = (words, ...choices) => {
    banner.hidden = !words;
    banner.querySelector("p").textContent = words;
    banner.querySelectorAll("button").forEach((button, n) => {
      const choice = choices[n];
      button.hidden = !choice;
      button.textContent = choice ? choice[0] : "";
      button.onclick = choice ? choice[1] : null;
    });
  };

  const clearErrors = () => {
    form.querySelectorAll(".errorlist, .errornote").forEach((list) => list.remove());
    form.querySelectorAll(".wrong").forEach((box) => box.classList.remove("wrong"));
    form.querySelectorAll("[aria-invalid]").forEach((field) => field.removeAttribute("aria-invalid"));
  };
  const showErrors = (errors) => {
    clearErrors();
    for (const [name, messages] of Object.entries(errors || {})) {
      const list = document.createElement("ul");
      list.className = "errorlist";
      list.append(...messages.map((words) => Object.assign(document.createElement("li"), { textContent: words })));
      const field = name && form.querySelector(`[name="${name}"]`);
      const row = name && (field || form.querySelector(`[name="${name}-uid"]`))?.closest("li.entry");
      const cell = field && field.closest(".cell");
      if (row) row.classList.add("wrong");
      if (cell) {
        cell.append(list);
        field.setAttribute("aria-invalid", "true");
        field.closest(".field").classList.add("wrong");
      } else if (row) {
        row.querySelector(".entry-tools").after(list);
      } else {
        banner.before(list);
      }
    }
  };

  const token = () => {
    const found = /(?:^|; )(?:__Host-csrf|csrftoken)=([^;]+)/.exec(document.cookie);
    return found ? found[1] : form.elements.csrfmiddlewaretoken.value;
  };

  const later = (wait) => {
    clearTimeout(timer);
    timer = setTimeout(save, wait);
  };

  const accepted = (sent, answer) => {
    form.elements.seen.value = answer.seen;
    form.elements.base.value = answer.base;
    for (const [number, uid] of Object.entries(answer.rows)) {
      const field = form.elements[`entries-${number}-uid`];
      if (!field) continue;
      field.value = uid;
      field.closest("li.entry").id = `row-${uid}`;
    }
    saved = kept.said(sent);
    state = "idle";
    clearErrors();
    warn("");
    if (answer.state === "saved") {
      form.elements.autosaved.value = "1";
      document.dispatchEvent(new CustomEvent("section:saved"));
    }
    if (dirty()) {
      keep();
      later(PAUSE);
    } else {
      kept.forget();
      tell(answer.state === "saved" || form.elements.autosaved.value ? "Saved" : "Same", time(answer.at));
    }
  };

  const openForm = () => form.requestSubmit();
  const refused = (answer, data) => {
    state = { 409: "conflict", 410: "gone", 422: "wrong", 403: "forbidden", 404: "forbidden" }[answer.status] || "out";
    keep();
    tell({ conflict: "Conflict", gone: "Gone", wrong: "Wrong", forbidden: "Forbidden" }[state] || "Out");
    if (state === "wrong") showErrors(data && data.errors);
    if (state === "conflict") warn(says.saysConflict, [says.saysCompare, openForm]);
    if (state === "gone") warn(says.saysGone, [says.saysRescue, openForm]);
    if (state === "forbidden") warn(says.saysForbidden);
    if (state === "out") warn(says.saysOut, [says.saysLogin, () => window.open(says.login, "_blank")]);
  };

  const away = () => {
    state = "away";
    keep();
    tell("Away");
    later(AGAIN);
  };

  const post = (list, closing) => {
    const body = new URLSearchParams(list);
    body.append("autosave", "1");
    const text = body.toString();
    return fetch(form.getAttribute("action") || location.pathname, {
      method: "POST",
      body: text,
      redirect: "manual",
      keepalive: Boolean(closing) && text.length < LARGEST,
      headers: { "Content-Type": "application/x-www-form-urlencoded;charset=UTF-8", "X-CSRFToken": token() },
    }).catch(() => null);
  };

  const deliver = async (closing) => {
    const sent = onTheWay || kept.fields();
    onTheWay = sent;
    if (state !== "away") tell("Saving");
    const answer = await post(sent, closing);
    if (!answer || answer.status >= 500) return away();
    const json = (answer.headers.get("Content-Type") || "").startsWith("application/json");
    const data = json ? await answer.json().catch(() => null) : null;
    if (json && !data) return away();
    onTheWay = null;
    if (answer.ok && data) accepted(sent, data);
    else refused(answer, data);
    return undefined;
  };

  function save(closing) {
    clearTimeout(timer);
    if (!automatic || leaving || ["conflict", "gone", "forbidden"].includes(state)) return Promise.resolve();
    if (sending) return sending;
    if (!onTheWay && !dirty()) return Promise.resolve();
    sending = deliver(closing === true).finally(() => { sending = null; });
    return sending;
  }

  const typed = () => {
    if (!dirty()) {
      if (!onTheWay) kept.forget();
      return;
    }
    keep();
    if (!automatic) return tell("New");
    if (["conflict", "gone", "forbidden"].includes(state)) return undefined;
    if (state !== "away" && state !== "wrong") tell("Typing");
    later(PAUSE);
    return undefined;
  };
  let heard = 0;
  form.addEventListener("input", () => {
    cancelAnimationFrame(heard);
    heard = requestAnimationFrame(typed);
  });
  form.addEventListener("change", typed);
  form.addEventListener("focusout", () => { if (dirty()) later(state === "away" ? AGAIN : 300); });
  document.addEventListener("visibilitychange", () => {
    if (document.visibilityState === "visible") {
      if (["away", "out"].includes(state)) save();
    } else if (dirty()) {
      keep();
      save(true);
    }
  });
  window.addEventListener("online", () => save());
  document.addEventListener("outline:leaving", () => { leaving = true; });

  // The button saves too, after what is on its way has arrived.
  form.addEventListener("submit", (event) => {
    if (sending) {
      event.preventDefault();
      const { submitter } = event;
      sending.then(() => form.requestSubmit(submitter));
      return;
    }
    form.elements.csrfmiddlewaretoken.value = token();
    if (dirty()) keep();
    clearTimeout(timer);
    leaving = true;
  });
  window.addEventListener("pageshow", (event) => { if (event.persisted) leaving = false; });

  // A link waits for the text; a page that can't be saved asks before it is left.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    const plain = !(event.ctrlKey || event.metaKey || event.shiftKey || event.button);
    if (!link || !plain || event.defaultPrevented || link.target || link.origin !== location.origin) return;
    if (link.pathname === location.pathname && link.hash) return;
    if (!automatic || !dirty() || !["idle"].includes(state)) return;
    event.preventDefault();
    save().then(() => save()).then(() => { location.assign(link.href); });
  });
  window.addEventListener("beforeunload", (event) => {
    if (leaving || !dirty()) return;
    keep();
    if (state !== "idle") event.preventDefault();
  });

  // Text of an earlier sitting that did not reach the server.
  const moment = (text) => time(text.at, { dateStyle: "long", timeStyle: "short" });
  const putBack = (text) => {
    kept.put(text.fields);
    typed();
  };
  const offer = (text) => {
    warn(says.saysKept.replace("%s", moment(text)),
      [says.saysBack, () => { warn(""); putBack(text); save(); }],
      [says.saysDrop, () => { warn(""); kept.forget(); }]);
  };
  const restore = async (text) => {
    if (kept.said(text.fields) === kept.said(kept.fields())) return kept.forget();
    if (text.base && text.base === form.elements.base.value) {
      const { seen, base } = form.elements;
      const now = [seen.value, base.value];
      putBack(text);
      [seen.value, base.value] = now;
      return warn(says.saysRestored.replace("%s", moment(text)));
    }
    if (!automatic) return offer(text);
    // It may have arrived without our hearing of it: sent again, it changes nothing.
    const answer = text.base ? await post(text.fields) : null;
    const data = answer && answer.ok ? await answer.json().catch(() => null) : null;
    if (!data) return offer(text);
    kept.forget();
    if (data.state === "saved") location.reload();
    return undefined;
  };
  const text = kept.read();
  if ("unsaved" in says) keep();
  else if (text) restore(text);
})();
