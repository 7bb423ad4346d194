// What is taken off, as rows among the sums.
import { copy } from "./fill.js";

/** Puts one row for each discount where the sums hold `template[data-discount]`. */
export function discounts(sums, all = []) {
  const template = sums.querySelector("template[data-discount]");
  for (const row of sums.querySelectorAll(".discount")) row.remove();
  template.after(...all.map(({ name, amount_text }) => copy(template, { name, amount: amount_text })));
}
