// What was typed survives a reload; an order that was sent and not answered keeps its key until it is.

const TYPED = "vitrina-checkout";
const ATTEMPT = "vitrina-attempt";

export function keep(form) {
  write(TYPED, [...new FormData(form)]);
}

export function restore(form) {
  const typed = read(TYPED);
  if (!Array.isArray(typed)) return;
  for (const [name, value] of typed) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "radio") input.checked = input.value === value;
      else input.value = value;
    }
  }
}

/** The order that was sent and never answered, `{order, key}`; it may have been placed. */
export function unanswered() {
  const attempt = read(ATTEMPT);
  return attempt?.order && typeof attempt.key === "string" ? attempt : undefined;
}

/** Remembers an order that is about to be sent; returns it with its Idempotency-Key. */
export function attempt(order) {
  const sent = { order, key: freshKey() };
  write(ATTEMPT, sent);
  return sent;
}

/** An Idempotency-Key that nobody has used. */
export function freshKey() {
  const bytes = [...crypto.getRandomValues(new Uint8Array(16))];
  return bytes.map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

/** Forgets the attempt: it was answered. */
export function answered() {
  remove(ATTEMPT);
}

export function forget() {
  remove(TYPED);
  remove(ATTEMPT);
}

function read(name) {
  try {
    return JSON.parse(sessionStorage.getItem(name) ?? "null");
  } catch {
    return null;
  }
}

function write(name, value) {
  try {
    sessionStorage.setItem(name, JSON.stringify(value));
  } catch {
    // Nothing can be kept here; the form still works.
  }
}

function remove(name) {
  try {
    sessionStorage.removeItem(name);
  } catch {
    // As above.
  }
}
