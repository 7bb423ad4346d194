// <basket-lines language removed gone not-enough sold-out>: what is in the basket, at the shop's prices.
import { lines, set, watch } from "./basket.js";
import { announce, copy, fill } from "./fill.js";
import { quote } from "./server.js";

class BasketLines extends HTMLElement {
  connectedCallback() {
    this.stop = watch(() => this.refresh());
    this.querySelector("[data-retry]").addEventListener("click", () => this.refresh());
    this.refresh();
  }

  disconnectedCallback() {
    this.stop();
  }

  async refresh() {
    const asked = lines();
    if (asked.length === 0) return this.reveal("empty");
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const answer = await quote(asked, { language: this.getAttribute("language") });
    if (turn !== this.turn) return undefined;
    if (answer.status !== 200) return this.reveal("offline");
    return this.show(asked, answer);
  }

  show(asked, { body, gone }) {
    const focused = document.activeElement?.closest(".line")?.dataset.sku;
    const priced = new Map(body.lines.map((line) => [line.sku, line]));
    const rows = asked.map(({ sku, quantity }) => (priced.has(sku) ? this.row(priced.get(sku)) : this.lost(sku, quantity)));
    this.querySelector("[data-lines]").replaceChildren(...rows);
    fill(this, { goods: body.goods_text });
    const ready = gone.length === 0 && body.lines.every((line) => enough(line));
    this.querySelector("[data-checkout]").toggleAttribute("aria-disabled", !ready);
    this.reveal("full");
    if (focused) this.querySelector(`.line[data-sku="${CSS.escape(focused)}"] [data-quantity]`)?.focus();
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
    const input = row.querySelector("[data-quantity]");
    input.value = String(line.quantity);
    input.setAttribute("aria-label", `${input.getAttribute("aria-label")}: ${line.name} ${line.option ?? ""}`.trim());
    if (!enough(line)) this.complain(row, line.left === 0 ? this.getAttribute("sold-out") : this.words("not-enough", { n: line.left }));
    return this.wire(row, line.sku, line.name);
  }

  lost(sku, quantity) {
    const row = copy(this.querySelector("template[data-line]"), { name: sku });
    row.querySelector("img").remove();
    row.querySelector("[data-quantity]").hidden = true;
    this.complain(row, this.getAttribute("gone"));
    return this.wire(row, sku, sku, quantity);
  }

  wire(row, sku, name) {
    row.dataset.sku = sku;
    const input = row.querySelector("[data-quantity]");
    input.addEventListener("change", () => set(sku, Math.max(1, Number(input.value))));
    row.querySelector("[data-remove]").addEventListener("click", () => {
      const heading = document.querySelector("main");
      set(sku, 0);
      heading.focus({ preventScroll: true });
      announce(this.words("removed", { name }));
    });
    return row;
  }

  complain(row, words) {
    const place = row.querySelector("[data-problem]");
    place.textContent = words;
    place.hidden = false;
  }

  words(attribute, values) {
    return Object.entries(values).reduce((text, [name, value]) => text.replace(`{${name}}`, value), this.getAttribute(attribute));
  }

  reveal(part) {
    for (const name of ["empty", "offline", "full"]) this.querySelector(`[data-${name}]`).hidden = name !== part;
  }
}

function enough(line) {
  return line.left === null || line.quantity <= line.left;
}

customElements.define("basket-lines", BasketLines);
