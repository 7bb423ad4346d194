// <basket-lines language removed gone not-enough sold-out>: what is in the basket, at the shop's prices.
import { announce } from "./announce.js";
import { lines, set, watch } from "./basket.js";
import { discounts } from "./discounts.js";
import { Live } from "./element.js";
import { copy, fill, show } from "./fill.js";
import { found } from "./note.js";
import { quote } from "./server.js";

const PARTS = ["empty", "offline", "full"];

class BasketLines extends Live {
  start(signal) {
    this.turn = 0;
    show(this, "note", found());
    watch(() => this.refresh(), signal);
    this.on(this.querySelector("[data-retry]"), "click", () => this.refresh());
    this.refresh();
  }

  async refresh() {
    const asked = lines();
    const turn = (this.turn += 1);
    if (asked.length === 0) return this.reveal("empty", PARTS);
    const answer = await quote(asked, { language: this.getAttribute("language") });
    if (turn !== this.turn) return undefined;
    if (answer.status !== 200) return this.reveal("offline", PARTS);
    return this.show(asked, answer.body);
  }

  show(asked, quoted) {
    const focus = where(document.activeElement);
    const priced = new Map(quoted.lines.map((line) => [line.sku, line]));
    const rows = asked.map(({ sku }) => (priced.has(sku) ? this.row(priced.get(sku)) : this.lost(sku)));
    this.querySelector("[data-lines]").replaceChildren(...rows);
    fill(this, { goods: quoted.goods_text, sum: quoted.total_text });
    discounts(this.querySelector("[data-sums]"), quoted.discounts);
    this.querySelector("[data-reduced]").hidden = !quoted.discounts?.some(({ free_delivery }) => !free_delivery);
    const ready = asked.every(({ sku }) => priced.get(sku)?.enough);
    this.querySelector("[data-checkout]").hidden = !ready;
    this.querySelector("[data-mend]").hidden = ready;
    this.reveal("full", PARTS);
    if (focus) this.querySelector(`.line[data-sku="${CSS.escape(focus.sku)}"] [data-${focus.control}]`)?.focus();
  }

  row(line) {
    const row = copy(this.querySelector("template[data-line]"), {
      name: line.name,
      option: line.option,
      total: line.total_text,
    });
    for (const link of row.querySelectorAll("[data-link]")) link.href = line.path;
    const image = row.querySelector("img");
    if (line.picture) image.src = line.picture;
    else image.remove();
    row.querySelector("[data-quantity]").value = String(line.quantity);
    if (!line.enough) show(row, "problem", this.words(line.left ? "not-enough" : "sold-out", { n: line.left }));
    return this.wire(row, line.sku, `${line.name} ${line.option}`.trim());
  }

  lost(sku) {
    const row = copy(this.querySelector("template[data-line]"), { name: sku });
    row.querySelector("img").remove();
    row.querySelector("[data-quantity]").hidden = true;
    show(row, "problem", this.getAttribute("gone"));
    return this.wire(row, sku, sku);
  }

  wire(row, sku, name) {
    row.dataset.sku = sku;
    const [input, button] = [row.querySelector("[data-quantity]"), row.querySelector("[data-remove]")];
    input.setAttribute("aria-label", `${input.getAttribute("aria-label")}: ${name}`);
    button.setAttribute("aria-label", `${button.textContent}: ${name}`);
    this.on(input, "change", () => set(sku, Math.max(1, Number(input.value))));
    this.on(button, "click", () => this.remove(sku, name));
    return row;
  }

  remove(sku, name) {
    set(sku, 0);
    document.querySelector("main").focus({ preventScroll: true });
    announce(this.words("removed", { name }));
  }
}

/** Which control of which line has the focus, so that it can have it again after the lines were drawn anew. */
function where(element) {
  const sku = element?.closest(".line")?.dataset.sku;
  const control = ["quantity", "remove"].find((name) => element?.matches(`[data-${name}]`));
  return sku && control ? { sku, control } : undefined;
}

customElements.define("basket-lines", BasketLines);
