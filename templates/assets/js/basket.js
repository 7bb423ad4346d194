// What a visitor has put into the basket: SKUs and quantities, kept in this browser only.

const KEY = "vitrina-basket";
const MOST = 999;
const MOST_LINES = 40;
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
    return kept.filter(sound).slice(0, MOST_LINES);
  } catch {
    return [];
  }
}

export function count() {
  return lines().reduce((sum, line) => sum + line.quantity, 0);
}

/** Adds so many of an SKU to what is there; false when the basket holds as many different things as it can. */
export function add(sku, quantity) {
  const held = lines().find((line) => line.sku === sku)?.quantity ?? 0;
  if (held === 0 && lines().length >= MOST_LINES) return false;
  set(sku, held + quantity);
  return true;
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

function sound(line) {
  return typeof line?.sku === "string" && Number.isInteger(line.quantity) && line.quantity > 0 && line.quantity <= MOST;
}

function keep(all) {
  localStorage.setItem(KEY, JSON.stringify(all));
  changes.dispatchEvent(new Event("change"));
}
