// <live-stock sold-out in-stock left>: asks the shop once what is left, and shows it for the variant chosen.
// What the page was built with stays where nobody answers. `left` says one, two … left, set apart by "|".
import { Live } from "./element.js";
import { left } from "./server.js";

class LiveStock extends Live {
  start() {
    this.inputs = [...this.querySelectorAll(".order [name='lines.0.sku']")];
    this.on(this, "change", () => this.show());
    this.ask();
  }

  async ask() {
    const shelf = await left(this.inputs.map((input) => input.value));
    if (!shelf || !this.isConnected) return;
    for (const input of this.inputs) this.mark(input, input.value in shelf ? shelf[input.value] : 0);
    this.show();
  }

  mark(input, count) {
    if (count === null) return;
    const few = this.getAttribute("left").split("|");
    input.dataset.stock = count ? (few[count - 1] ?? this.getAttribute("in-stock")) : this.getAttribute("sold-out");
    input.dataset.most = String(count);
    if (input.type !== "radio") return;
    input.disabled = count === 0;
    input.closest(".option").classList.toggle("option--sold-out", count === 0);
  }

  show() {
    const chosen = this.inputs.find((input) => input.type !== "radio" || input.checked);
    if (!chosen) return;
    const words = this.querySelector("[data-chosen-stock]");
    if (words.textContent !== chosen.dataset.stock) words.textContent = chosen.dataset.stock;
    const [quantity, button] = this.querySelectorAll(".order .quantity, .order button[type=submit]");
    if (!quantity) return;
    const most = Number(chosen.dataset.most);
    words.classList.toggle("product__stock--gone", most === 0);
    quantity.max = String(Math.max(most, 1));
    quantity.disabled = button.disabled = most === 0;
    if (Number(quantity.value) > most && most > 0) quantity.value = String(most);
  }
}

customElements.define("live-stock", LiveStock);
