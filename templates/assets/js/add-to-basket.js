// <add-to-basket label added view basket product>: an order form that fills the basket instead of leaving the page.
import { add } from "./basket.js";
import { announce } from "./fill.js";

class AddToBasket extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("form");
    this.submit = (event) => this.put(event);
    this.form.addEventListener("submit", this.submit);
    const button = this.form.querySelector("button[type=submit]");
    if (button) button.textContent = this.getAttribute("label");
    for (const note of this.form.querySelectorAll(".order__note")) note.hidden = true;
  }

  disconnectedCallback() {
    this.form.removeEventListener("submit", this.submit);
  }

  put(event) {
    event.preventDefault();
    const chosen = this.chosen();
    if (chosen.length === 0) {
      this.form.querySelector(".quantity").focus();
      return;
    }
    for (const line of chosen) add(line.sku, line.quantity);
    const names = chosen.map((line) => line.name).filter((name, place, all) => all.indexOf(name) === place);
    const message = this.getAttribute("added").replace("{name}", names.join(", "));
    announce(message, { href: this.getAttribute("basket"), text: this.getAttribute("view") });
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
