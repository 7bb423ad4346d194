// <add-to-basket label added full view basket product>: an order form that fills the basket instead of leaving the page.
// Where the browser keeps nothing, the form goes its plain way.
import { announce } from "./announce.js";
import { add, available } from "./basket.js";
import { Live } from "./element.js";

class AddToBasket extends Live {
  start() {
    if (!available()) return;
    this.form = this.querySelector("form");
    this.on(this.form, "submit", (event) => this.put(event));
    const button = this.form.querySelector("button[type=submit]");
    if (button) button.textContent = this.getAttribute("label");
    for (const note of this.form.querySelectorAll("[data-plain]")) note.hidden = true;
  }

  put(event) {
    event.preventDefault();
    const chosen = this.chosen();
    if (chosen.length === 0) {
      this.form.querySelector("input[type=number]").focus();
      return;
    }
    const added = chosen.filter((line) => add(line.sku, line.quantity));
    const names = [...new Set(added.map((line) => line.name))];
    const link = { href: this.getAttribute("basket"), text: this.getAttribute("view") };
    announce(this.words(added.length < chosen.length ? "full" : "added", { name: names.join(", ") }), link);
    for (const input of this.form.querySelectorAll("input[data-name]")) input.value = "";
  }

  /** The form's lines that ask for something. */
  chosen() {
    const data = new FormData(this.form);
    const found = [];
    for (const [field, sku] of data) {
      const line = /^(lines\.\d+)\.sku$/.exec(field)?.[1];
      const quantity = line ? Number(data.get(`${line}.quantity`)) : 0;
      if (quantity > 0) found.push({ sku, quantity, name: this.name(line) });
    }
    return found;
  }

  name(line) {
    return this.getAttribute("product") ?? this.form.elements[`${line}.quantity`].dataset.name;
  }
}

customElements.define("add-to-basket", AddToBasket);
