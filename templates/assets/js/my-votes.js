// The ideas that were voted for on this device, so that its visitor finds them again; nobody else is told.

const KEY = "vitrina-votes";
const MOST = 500;

export function mine() {
  try {
    const ids = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(ids) ? ids : [];
  } catch {
    return [];
  }
}

export function remember(id) {
  try {
    localStorage.setItem(KEY, JSON.stringify([id, ...mine().filter((other) => other !== id)].slice(0, MOST)));
  } catch {
    // Nothing can be kept here; the vote counts all the same.
  }
}
