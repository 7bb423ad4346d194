// What a visitor has put into the basket: SKUs and quantities, kept in this browser only.

const KEY = "vitrina-basket";
const MOST = 999;
const changes = new EventTarget();

/** Whether this browser lets a page keep anything. */
export function available() {
  try {
    localStorage.setItem(`${KEY}-try`, "");
    localStorage.removeItem(`${KEY}-try`);
    return true;
  } catch {
    return false;
  }
}

/** The lines, `[{sku, quantity}]`, oldest first. */
export function lines() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "[]");
    return Array.isArray(kept) ? kept.filter((line) => typeof line?.sku === "string" && line.quantity > 0) : [];
  } catch {
    return [];
  }
}

export function count() {
  return lines().reduce((sum, line) => sum + line.quantity, 0);
}

/** Adds so many of an SKU to what is there. */
export function add(sku, quantity) {
  const held = lines().find((line) => line.sku === sku)?.quantity ?? 0;
  set(sku, held + quantity);
}

/** Makes the quantity of an SKU exactly so; 0 takes it out. */
export function set(sku, quantity) {
  const wanted = Math.min(Math.max(Math.trunc(quantity) || 0, 0), MOST);
  const others = lines();
  const place = others.findIndex((line) => line.sku === sku);
  if (place >= 0) others.splice(place, 1, ...(wanted ? [{ sku, quantity: wanted }] : []));
  else if (wanted) others.push({ sku, quantity: wanted });
  keep(others);
}

export function clear() {
  keep([]);
}

/** Calls back on every change, made here or in another tab, until the signal aborts. */
export function watch(callback, signal) {
  changes.addEventListener("change", callback, { signal });
  addEventListener("storage", (event) => event.key === KEY && callback(), { signal });
}

function keep(all) {
  localStorage.setItem(KEY, JSON.stringify(all));
  changes.dispatchEvent(new Event("change"));
}
