/* Enhancements only: every task works without this file. Words come from data- attributes, so they are translated. */
(() => {
  "use strict";
  const root = document.documentElement;
  root.classList.add("js");
  const on = (kind, selector, act) =>
    document.addEventListener(kind, (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) act(found, event);
    });

  // Dialogs: data-open="id" opens, data-close closes.
  on("click", "[data-open]", (button, event) => {
    const dialog = document.getElementById(button.dataset.open);
    if (!dialog || !dialog.showModal) return;
    event.preventDefault();
    dialog.showModal();
  });
  on("click", "dialog [data-close]", (button, event) => {
    event.preventDefault();
    button.closest("dialog").close();
  });

  // Only one menu open at a time; Escape or a click elsewhere closes it.
  const closeMenus = (except) =>
    document.querySelectorAll("details.menu[open]").forEach((menu) => menu !== except && menu.removeAttribute("open"));
  document.addEventListener("click", (event) => closeMenus(event.target.closest?.("details.menu")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const menu = document.querySelector("details.menu[open]");
    closeMenus();
    menu?.querySelector("summary").focus();
  });

  // Copy: data-copy="id of the text", data-done="Copied".
  on("click", "[data-copy]", async (button) => {
    const source = document.getElementById(button.dataset.copy);
    const text = "value" in source ? source.value : source.textContent.trim();
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      const area = Object.assign(document.createElement("textarea"), { value: text, className: "visually-hidden" });
      button.after(area);
      area.select();
      document.execCommand("copy");
      area.remove();
    }
    const words = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = words; }, 2500);
  });

  on("click", "[data-dismiss]", (button) => button.closest(".toast").remove());
  on("click", "[data-print]", () => window.print());
  on("change", "[data-submit]", (control) => control.form.requestSubmit());

  // Settings that act at once: <form data-at-once> is sent when an answer changes; the parts that are fresher replace their like.
  let sending = Promise.resolve();
  const saveAtOnce = async (form) => {
    const answer = await fetch(form.action, { method: "POST", body: new FormData(form) });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    if (!answer.ok || !page.querySelector("form[data-at-once]")) throw new Error("not saved");
    document.querySelectorAll(".toasts, [data-fresh]").forEach((place) =>
      place.replaceChildren(...page.querySelector(place.id ? `#${place.id}` : ".toasts").childNodes));
  };
  on("change", "form[data-at-once]", (form) => {
    sending = sending.then(() => saveAtOnce(form)).catch(() => form.requestSubmit());
  });

  // How many characters are left in a long answer.
  const count = (area) => {
    const place = document.getElementById(area.dataset.count);
    if (!place) return;
    const left = Number(area.maxLength > 0 ? area.maxLength : area.dataset.max) - area.value.length;
    place.textContent = (left < 0 ? place.dataset.many : place.dataset.left).replace("{n}", Math.abs(left));
    place.dataset.over = left < 0;
  };
  on("input", "[data-count]", count);

  // Drafts: <form data-draft="key"> keeps what was typed on this device until it is sent.
  const PRIVATE = /password|one-time-code|cc-/;
  const mayKeep = (field) =>
    field.name && !field.name.startsWith("csrf") && !["password", "hidden", "file", "submit", "button"].includes(field.type) &&
    !PRIVATE.test(field.autocomplete) && !field.closest("[data-no-draft]");
  const storeKey = (form) => `mufakat:draft:${form.dataset.draft}`;
  const fieldsOf = (form) => [...form.elements].filter(mayKeep);
  const read = (form) => {
    try { return JSON.parse(localStorage.getItem(storeKey(form))); } catch { return null; }
  };
  const say = (form, words, offer) => {
    const note = form.querySelector("[data-draft-note]");
    if (!note) return;
    note.replaceChildren(words);
    if (!offer) return;
    const undo = Object.assign(document.createElement("button"), { type: "button", className: "btn btn-plain btn-small", textContent: note.dataset.discard });
    undo.addEventListener("click", () => { localStorage.removeItem(storeKey(form)); form.reset(); say(form, note.dataset.discarded); });
    note.append(" ", undo);
  };
  const keep = (form) => {
    const kept = fieldsOf(form).map((f) => [f.name, ["checkbox", "radio"].includes(f.type) ? f.checked : f.value]);
    try {
      localStorage.setItem(storeKey(form), JSON.stringify(kept));
      const note = form.querySelector("[data-draft-note]");
      if (note) say(form, note.dataset.saved.replace("{time}", new Date().toLocaleTimeString(root.lang, { hour: "2-digit", minute: "2-digit" })));
    } catch { /* storage full or switched off: the form still sends */ }
  };
  const bringBack = (form) => {
    const kept = read(form);
    const fields = fieldsOf(form);
    if (!kept || form.dataset.answered !== undefined || kept.length !== fields.length || kept.some(([name], i) => name !== fields[i].name)) return;
    let changed = false;
    fields.forEach((field, i) => {
      const property = ["checkbox", "radio"].includes(field.type) ? "checked" : "value";
      if (field[property] === kept[i][1]) return;
      field[property] = kept[i][1];
      changed = true;
    });
    if (changed) say(form, form.querySelector("[data-draft-note]")?.dataset.restored ?? "", true);
  };
  let timer;
  on("input", "form[data-draft]", (form) => { clearTimeout(timer); timer = setTimeout(keep, 600, form); });

  // Sending: ask where asked to, then once only; a page brought back by the browser may send again.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const words = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    if (words && !window.confirm(words)) return event.preventDefault();
    if (form.dataset.sent) return event.preventDefault();
    if (form.method !== "post" || event.defaultPrevented) return undefined;
    form.dataset.sent = "1";
    clearTimeout(timer);
    const button = event.submitter;
    button?.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; button?.removeAttribute("aria-busy"); }, 8000);
    return undefined;
  });
  window.addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach((form) => {
    delete form.dataset.sent;
    form.querySelectorAll("[aria-busy]").forEach((button) => button.removeAttribute("aria-busy"));
  }));

  const start = (part) => {
    part.querySelectorAll("[data-count]").forEach(count);
    part.querySelectorAll("form[data-at-once] > .actions").forEach((buttons) => { buttons.hidden = true; });
    part.querySelectorAll("form[data-draft]").forEach(bringBack);
    part.querySelectorAll("dialog[data-open-now]").forEach((dialog) => !dialog.open && dialog.showModal());
    // The page after a success names the draft that is no longer needed.
    part.querySelectorAll("[data-draft-sent]").forEach((place) => localStorage.removeItem(`mufakat:draft:${place.dataset.draftSent}`));
    const wrong = part.querySelector(".error-summary");
    if (wrong && !wrong.closest("[data-stay]")) wrong.focus();
  };
  start(document);
})();
