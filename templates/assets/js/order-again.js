// Ordering the same again: what is still sold goes into the basket, as much of it as there is.
import { add } from "./basket.js";
import { leave } from "./note.js";
import { quote } from "./server.js";

/** Fills the basket; resolves to `{status, had, lost}`, where *lost* says what could not be put into it. */
export async function again(lines, language, words) {
  const wanted = lines.map(({ sku, quantity }) => ({ sku, quantity }));
  const { status, body, gone } = await quote(wanted, { language });
  if (status !== 200) return { status };
  const names = new Map(lines.map((line) => [line.sku, `${line.name} ${line.option}`.trim()]));
  const there = body.lines.map((line) => ({ sku: line.sku, quantity: Math.min(line.quantity, line.left ?? Infinity) }));
  const had = there.filter((line) => line.quantity > 0 && add(line.sku, line.quantity)).map((line) => line.sku);
  const missing = [...names.keys()].filter((sku) => gone.includes(sku) || !had.includes(sku));
  const list = missing.map((sku) => names.get(sku)).join(", ");
  const lost = missing.length ? words(had.length ? "lost" : "nothing", { names: list }) : "";
  if (had.length && lost) leave(lost);
  return { status, had: had.length, lost };
}
