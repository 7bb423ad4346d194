// What was typed survives a reload; one attempt to order keeps one key until it has been answered.

const TYPED = "vitrina-checkout";
const ATTEMPT = "vitrina-attempt";

export function keep(form) {
  sessionStorage.setItem(TYPED, JSON.stringify([...new FormData(form)]));
}

export function restore(form) {
  const typed = JSON.parse(sessionStorage.getItem(TYPED) ?? "[]");
  for (const [name, value] of typed) {
    for (const input of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
      if (input.type === "radio") input.checked = input.value === value;
      else input.value = value;
    }
  }
}

/** The Idempotency-Key of this very order: sent again unchanged, it is the same key. */
export function key(order) {
  const body = JSON.stringify(order);
  const attempt = JSON.parse(sessionStorage.getItem(ATTEMPT) ?? "null");
  if (attempt?.body === body) return attempt.key;
  const fresh = [...crypto.getRandomValues(new Uint8Array(16))].map((n) => n.toString(16).padStart(2, "0")).join("");
  sessionStorage.setItem(ATTEMPT, JSON.stringify({ body, key: fresh }));
  return fresh;
}

export function forget() {
  sessionStorage.removeItem(TYPED);
  sessionStorage.removeItem(ATTEMPT);
}
