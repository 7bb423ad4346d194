// What stands in an order that is about to be placed, and what it costs, as the shop has computed it.
import { discounts } from "./discounts.js";
import { copy, fill, show } from "./fill.js";

/** Fills the checkout's summary from a quote; *gone* are the SKUs that are no longer sold. */
export function summarize(checkout, quoted, gone) {
  const rows = [...quoted.lines.map((line) => row(checkout, line)), ...gone.map((sku) => lost(checkout, sku))];
  checkout.querySelector("[data-lines]").replaceChildren(...rows);
  fill(checkout.querySelector("[data-sums]"), {
    goods: quoted.goods_text,
    delivery: quoted.delivery?.price_text,
    tax: quoted.tax?.amount_text,
    sum: quoted.total_text,
  });
  discounts(checkout.querySelector("[data-sums]"), quoted.discounts);
  for (const choice of quoted.delivery?.choices ?? []) {
    const place = checkout.querySelector(`[data-method="${CSS.escape(choice.id)}"]`);
    if (place) place.textContent = choice.price_text;
  }
}

function row(checkout, line) {
  const texts = { name: line.name, option: line.option, quantity: String(line.quantity), total: line.total_text };
  const element = copy(checkout.querySelector("template[data-line]"), texts);
  const problem = line.left ? "not-enough" : "sold-out";
  if (!line.enough) show(element, "problem", checkout.words(problem, { n: line.left }));
  return element;
}

function lost(checkout, sku) {
  const element = copy(checkout.querySelector("template[data-line]"), { name: sku });
  show(element, "problem", checkout.getAttribute("gone"));
  return element;
}
