import { refresh } from "./refresh.js";
import { showFlag } from "./flags.js";

function bodyOf(form, submitter) {
  const body = new URLSearchParams(new FormData(form));
  // A list with nothing chosen is not part of a form's data, but here it means "empty".
  for (const select of form.querySelectorAll("select[multiple]"))
    if (!body.has(select.name)) body.append(select.name, "");
  if (submitter?.name) body.append(submitter.name, submitter.value);
  return body;
}

async function send(form, submitter) {
  const wrong = form.querySelector("[role=alert]");
  if (wrong !== null) wrong.textContent = "";
  for (const field of form.querySelectorAll("[aria-invalid]")) field.removeAttribute("aria-invalid");
  const answer = await fetch(form.getAttribute("action"), {
    method: "POST",
    headers: { accept: "application/json" },
    body: bodyOf(form, submitter),
  });
  const said = await answer.json().catch(() => ({ ok: false, words: `The site answered ${answer.status}.` }));
  if (said.ok) return done(form, said);
  if (wrong !== null) wrong.textContent = said.words;
  const [first] = Object.keys(said.fields ?? {}).flatMap((name) => [
    ...form.querySelectorAll(`[name="${CSS.escape(name)}"]`),
  ]);
  first?.setAttribute("aria-invalid", "true");
  first?.focus();
}

function done(form, said) {
  if (said.go !== null) {
    location.href = said.go;
    return undefined;
  }
  if (said.words !== null) showFlag({ type: "success", title: said.words, close: "auto" });
  if (form.dataset.clear !== undefined) form.reset();
  const editor = form.closest("details.edit");
  if (editor !== null) {
    const opener = editor.querySelector("summary");
    editor.open = false;
    opener.focus();
  }
  return refresh();
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.dataset.send === undefined) return;
  event.preventDefault();
  if (form.dataset.ask !== undefined && !confirm(form.dataset.ask)) return;
  const buttons = [...form.querySelectorAll("button")];
  for (const one of buttons) one.disabled = true;
  send(form, event.submitter)
    .catch(() => showFlag({ type: "error", title: "The site could not be reached" }))
    .finally(() => {
      for (const one of buttons) one.disabled = false;
    });
});

document.addEventListener("change", (event) => {
  const form = event.target.closest("form[data-submit-on-change]");
  if (form !== null && event.target.matches("select")) form.requestSubmit();
});

document.addEventListener("click", (event) => {
  const cancel = event.target.closest("[data-close]");
  if (cancel === null) return;
  const editor = cancel.closest("details");
  cancel.closest("form")?.reset();
  editor.open = false;
  editor.querySelector("summary").focus();
});

document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || !(event.target instanceof Element)) return;
  const editor = event.target.closest("details.edit[open]");
  if (editor === null) return;
  editor.open = false;
  editor.querySelector("summary").focus();
});

document.addEventListener(
  "toggle",
  (event) => {
    if (!event.target.matches("details.edit[open]")) return;
    for (const other of document.querySelectorAll("details.edit[open]"))
      if (other !== event.target) other.open = false;
    event.target.querySelector("form input:not([type=hidden]), form select, form textarea")?.focus();
  },
  true,
);
