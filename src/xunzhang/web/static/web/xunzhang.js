// Progressive enhancement only: every page works without this file.
(() => {
  "use strict";
  const live = document.getElementById("xz-live");
  const say = (text) => { if (live && text) live.textContent = text; };

  // Autosave: <form data-autosave="/address" data-saved="#id">. The server answers 2xx; nothing waits for it.
  const clock = () => new Date().toTimeString().slice(0, 5);
  const autosave = (form) => {
    const note = document.querySelector(form.dataset.saved || "[data-saved-note]");
    let version = 0, saved = 0, timer = 0, sending = false;
    const tell = (text, bad) => {
      if (!note) return;
      note.textContent = text;
      note.classList.toggle("is-bad", Boolean(bad));
    };
    const send = async () => {
      if (sending || saved === version) return;
      const current = version;
      sending = true;
      try {
        const body = new FormData(form);
        for (const [name, value] of [...body]) if (value instanceof File) body.delete(name);
        const answer = await fetch(form.dataset.autosave, {
          method: "POST", body, headers: { "X-Requested-With": "autosave" }, redirect: "error",
        });
        if (!answer.ok) throw new Error(String(answer.status));
        saved = current;
        tell(`${clock()} 自动存稿，关掉页面不会丢`);
        if (saved !== version) timer = setTimeout(send, 1500);
      } catch {
        tell("还没有存上，请不要关掉页面；稍后自动再存", true);
        timer = setTimeout(send, 10000);
      }
      sending = false;
    };
    form.addEventListener("input", () => {
      version += 1;
      clearTimeout(timer);
      timer = setTimeout(send, 1500);
    });
    form.addEventListener("submit", () => { saved = version; });
    addEventListener("beforeunload", (event) => { if (saved !== version) event.preventDefault(); });
  };
  document.querySelectorAll("form[data-autosave]").forEach(autosave);

  // One submission per form: the second press of the same button does nothing. Back-and-forward frees it.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post" || event.defaultPrevented || form.hasAttribute("hx-post")) return;
    if (form.dataset.sent) { event.preventDefault(); return; }
    form.dataset.sent = "1";
    if (event.submitter) event.submitter.setAttribute("aria-busy", "true");
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
    document.querySelectorAll("[aria-busy]").forEach((part) => part.removeAttribute("aria-busy"));
  });

  // Text date inputs get a picker beside them; what is typed always stays.
  const picker = (input) => {
    const hidden = Object.assign(document.createElement("input"), { type: "date", tabIndex: -1 });
    if (!hidden.showPicker || input.dataset.ready) return;
    input.dataset.ready = "1";
    const button = Object.assign(document.createElement("button"), { type: "button", className: "xz-pick", textContent: "选日期" });
    hidden.className = "xz-pick-native";
    hidden.setAttribute("aria-hidden", "true");
    button.addEventListener("click", () => {
      hidden.value = /^\d{4}-\d{2}-\d{2}$/.test(input.value) ? input.value : "";
      hidden.showPicker();
    });
    hidden.addEventListener("change", () => {
      input.value = hidden.value;
      input.dispatchEvent(new Event("input", { bubbles: true }));
      input.dispatchEvent(new Event("change", { bubbles: true }));
      input.focus();
    });
    const row = Object.assign(document.createElement("div"), { className: "xz-unit xz-dated" });
    input.replaceWith(row);
    row.append(input, button, hidden);
  };
  const pickers = (root) => root.querySelectorAll("input[data-date]").forEach(picker);
  pickers(document);

  // Common phrases: <button type="button" data-phrase-for="id_opinion">. They add, they never replace.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-phrase-for]");
    const field = button && document.getElementById(button.dataset.phraseFor);
    if (!field) return;
    field.value += (field.value && !/[\s。；]$/.test(field.value) ? "；" : "") + button.textContent.trim();
    field.dispatchEvent(new Event("input", { bubbles: true }));
    field.focus();
  });

  // The button says which outcome it hands in: <button data-label-from="outcome">, <input name="outcome" data-label="…">.
  const relabel = () => document.querySelectorAll("[data-label-from]").forEach((button) => {
    const ticked = document.querySelector(`input[name="${button.dataset.labelFrom}"][data-label]:checked`);
    const words = button.querySelector("span");
    if (ticked && words) words.textContent = ticked.dataset.label;
  });
  document.addEventListener("change", relabel);
  relabel();

  // A file chosen for a paper is sent at once by the button that follows it.
  document.addEventListener("change", (event) => {
    const input = event.target;
    const button = input.matches?.("input[type=file][data-send]") && input.files.length && input.parentElement.querySelector("button[value=upload]");
    if (button) input.form.requestSubmit(button);
  });

  document.querySelectorAll("[data-print]").forEach((button) => button.addEventListener("click", () => print()));

  // A part swapped by htmx is announced once; htmx keeps the focus of elements that have an id.
  document.addEventListener("htmx:afterSwap", (event) => {
    const part = event.detail.target;
    pickers(part);
    say(part.dataset.announce || part.querySelector("[data-announce]")?.dataset.announce);
  });
  document.addEventListener("htmx:responseError", () => say("这一步没有办成，请稍后再试"));
  document.addEventListener("htmx:sendError", () => say("网络不通，填写的内容还在"));
})();
