// A form's fields as the functions expect them, and their complaints back at the fields.

/** The form as nested data: `contact.email` becomes `{contact: {email}}`; empty fields and files are left out. */
export function request(form) {
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (typeof value !== "string" || value.trim() === "") continue;
    const steps = name.split(".");
    const last = steps.pop();
    const inner = steps.reduce((level, step) => (level[step] ??= {}), data);
    inner[last] = value;
  }
  return data;
}

/** Shows each error beside its field and all of them on top; an empty list takes them away. */
export function complain(form, errors) {
  for (const place of form.querySelectorAll(".field__error")) {
    place.hidden = true;
    place.textContent = "";
  }
  for (const input of form.querySelectorAll("[aria-invalid]")) input.removeAttribute("aria-invalid");
  const box = form.querySelector("[data-errors]");
  const fields = [...form.elements].map((input) => input.name);
  const sorted = [...errors].sort((a, b) => fields.indexOf(a.field) - fields.indexOf(b.field));
  box.querySelector("ul").replaceChildren(...sorted.map((error) => row(form, error)));
  box.hidden = errors.length === 0;
  if (errors.length > 0) box.focus();
}

/** Shows what is wrong with those fields beside them, and takes away what was wrong with them before. */
export function tell(form, names, errors) {
  for (const name of names) {
    const input = form.querySelector(`[name="${CSS.escape(name)}"]`);
    const error = errors.find(({ field }) => field === name);
    if (input) clear(input);
    if (input && error) mark(input, error.message);
  }
}

function clear(input) {
  input.removeAttribute("aria-invalid");
  const place = document.getElementById(`${id(input)}-error`);
  if (place) place.hidden = true;
}

function row(form, { field, message }) {
  const item = document.createElement("li");
  const input = form.querySelector(`[name="${CSS.escape(field)}"]`);
  if (!input) {
    item.textContent = message;
    return item;
  }
  mark(input, message);
  const link = document.createElement("a");
  link.href = `#${input.id}`;
  link.textContent = `${label(input)}: ${message}`;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
  });
  item.append(link);
  return item;
}

function mark(input, message) {
  input.id ||= id(input);
  input.setAttribute("aria-invalid", "true");
  const place = document.getElementById(`${id(input)}-error`);
  if (!place) return;
  place.textContent = message;
  place.hidden = false;
  if (!input.hasAttribute("aria-describedby")) input.setAttribute("aria-describedby", place.id);
}

/** The id a field has, by which the place of its error is found; a form may say how all of its ids begin. */
function id(input) {
  return `${input.form.dataset.ids ?? ""}${input.name.replaceAll(".", "-")}`;
}

/** What a field is called: its label without the hint, or for a choice the words above it. */
function label(input) {
  const words = input.type === "radio" ? input.closest("fieldset").querySelector("legend") : input.labels[0];
  return words.firstChild.textContent.trim();
}
