// <order-status language basket …>: shows the order whose number and secret stand in the address after "#".
import { Live } from "./element.js";
import { show } from "./fill.js";
import { again } from "./order-again.js";
import { fillOrder } from "./order-view.js";
import { post } from "./server.js";

const PARTS = ["waiting", "missing", "offline", "order"];

class OrderStatus extends Live {
  start() {
    this.on(window, "hashchange", () => this.look());
    this.press("retry", () => this.look());
    this.press("print", () => print());
    this.press("copy", (button) => this.copy(button));
    this.press("again", (button) => this.again(button));
    this.press("withdraw", (button) => this.withdraw(button));
    this.look();
  }

  press(name, act) {
    const button = this.querySelector(`[data-${name}]`);
    this.on(button, "click", () => act(button));
  }

  /** What the link says, as every call for the order wants it. */
  held() {
    const [number, key] = location.hash.slice(1).split(".");
    return { number, key, language: this.getAttribute("language") };
  }

  async look() {
    const held = this.held();
    if (!held.number || !held.key) return this.reveal("missing", PARTS);
    this.reveal("waiting", PARTS);
    const { status, body } = await post("/api/track", held);
    if (status === 200) return this.show(body);
    return this.reveal(status >= 400 && status < 500 ? "missing" : "offline", PARTS);
  }

  show(order) {
    this.order = order;
    fillOrder(this, order);
    show(this, "complaint", "");
    this.querySelector("[data-wrong]").hash = location.hash;
    this.querySelector("[data-cancel]").hidden = !order.can_cancel;
    this.querySelector("[data-copy]").hidden = !navigator.clipboard;
    this.reveal("order", PARTS);
  }

  async copy(button) {
    await navigator.clipboard.writeText(this.order.tracking);
    const words = button.textContent;
    button.textContent = this.getAttribute("copied");
    setTimeout(() => (button.textContent = words), 2500);
  }

  async withdraw(button) {
    button.disabled = true;
    const { status, body } = await post(`/api/orders/${this.order.number}/cancel`, this.held());
    button.disabled = false;
    if (status === 200) {
      this.show(body);
      return this.querySelector("[data-status]").focus();
    }
    if (status !== 409) return show(this, "complaint", this.getAttribute("offline"));
    await this.look();
    return show(this, "complaint", this.getAttribute("late"));
  }

  async again(button) {
    button.disabled = true;
    const { status, lost, had } = await again(this.order.lines, this.getAttribute("language"), this.words.bind(this));
    button.disabled = false;
    if (status !== 200) return show(this, "complaint", this.getAttribute("offline"));
    if (had === 0) return show(this, "complaint", lost);
    return location.assign(this.getAttribute("basket"));
  }
}

customElements.define("order-status", OrderStatus);
