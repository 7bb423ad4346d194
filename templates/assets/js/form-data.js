// A form's fields as the functions expect them, and their complaints back at the fields.

/** The form as nested data: `contact.email` becomes `{contact: {email}}`; empty fields are left out. */
export function request(form) {
  const data = {};
  for (const [name, value] of new FormData(form)) {
    if (String(value).trim() === "") continue;
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
  const rows = errors.map((error) => row(form, error));
  box.querySelector("ul").replaceChildren(...rows);
  box.hidden = errors.length === 0;
  if (errors.length > 0) box.focus();
}

function row(form, { field, message }) {
  const item = document.createElement("li");
  const place = document.getElementById(`${field.replaceAll(".", "-")}-error`);
  const input = form.querySelector(`[name="${CSS.escape(field)}"]`);
  if (place) {
    place.textContent = message;
    place.hidden = false;
  }
  if (!input) {
    item.textContent = message;
    return item;
  }
  input.setAttribute("aria-invalid", "true");
  if (place && !input.hasAttribute("aria-describedby")) input.setAttribute("aria-describedby", place.id);
  const link = document.createElement("a");
  input.id ||= field.replaceAll(".", "-");
  link.href = `#${input.id}`;
  link.textContent = message;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    input.focus();
  });
  item.append(link);
  return item;
}
