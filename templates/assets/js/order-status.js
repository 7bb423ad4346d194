// <order-status language>: shows the order whose number and secret stand in the address after "#".
import { Live } from "./element.js";
import { copy, fill } from "./fill.js";
import { post } from "./server.js";

const PARTS = ["waiting", "missing", "offline", "order"];

class OrderStatus extends Live {
  start() {
    this.on(window, "hashchange", () => this.look());
    this.on(this.querySelector("[data-retry]"), "click", () => this.look());
    this.on(this.querySelector("[data-print]"), "click", () => print());
    this.look();
  }

  async look() {
    const [number, key] = location.hash.slice(1).split(".");
    if (!number || !key) return this.reveal("missing", PARTS);
    this.reveal("waiting", PARTS);
    const { status, body } = await post("/api/track", { number, key, language: this.getAttribute("language") });
    if (status === 200) return this.show(body);
    return this.reveal(status >= 400 && status < 500 ? "missing" : "offline", PARTS);
  }

  show(order) {
    fill(this.querySelector("[data-order]"), {
      number: order.number,
      status: order.status_text,
      placed: order.placed_at_text,
      goods: order.goods_text,
      method: order.delivery.name,
      delivery: order.delivery.price_text,
      tax: order.tax.amount_text,
      "tax-words": this.words(order.tax.included ? "included" : "added", { rate: order.tax.rate }),
      sum: order.total_text,
      payment: order.payment.name,
      how: order.payment.note,
    });
    this.querySelector("[data-taxed]").hidden = order.tax.rate === "0";
    const template = this.querySelector("template[data-line]");
    const rows = order.lines.map((line) =>
      copy(template, { name: line.name, option: line.option, quantity: String(line.quantity), total: line.total_text }),
    );
    this.querySelector("[data-lines]").replaceChildren(...rows);
    this.reveal("order", PARTS);
  }
}

customElements.define("order-status", OrderStatus);
