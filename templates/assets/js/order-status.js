// <order-status language>: shows the order whose number and secret stand in the address after "#".
import { copy, fill } from "./fill.js";
import { post } from "./server.js";

class OrderStatus extends HTMLElement {
  connectedCallback() {
    this.load = () => this.fetch();
    addEventListener("hashchange", this.load);
    this.querySelector("[data-print]").addEventListener("click", () => print());
    this.fetch();
  }

  disconnectedCallback() {
    removeEventListener("hashchange", this.load);
  }

  async fetch() {
    const [number, key] = location.hash.slice(1).split(".");
    if (!number || !key) return this.reveal("missing");
    this.reveal("waiting");
    const { status, body } = await post("/api/track", { number, key, language: this.getAttribute("language") });
    return status === 200 ? this.show(body) : this.reveal("missing");
  }

  show(order) {
    fill(this.querySelector("[data-order]"), {
      number: order.number,
      status: order.status_text,
      placed: new Date(order.placed_at).toLocaleString(this.getAttribute("language"), { dateStyle: "long", timeStyle: "short" }),
      goods: order.goods_text,
      method: order.delivery.name,
      delivery: order.delivery.price_text,
      total: order.total_text,
    });
    const template = this.querySelector("template[data-line]");
    const rows = order.lines.map((line) =>
      copy(template, { name: line.name, option: line.option, quantity: String(line.quantity), total: line.total_text }),
    );
    this.querySelector("[data-lines]").replaceChildren(...rows);
    this.reveal("order");
  }

  reveal(part) {
    for (const name of ["waiting", "missing", "order"]) this.querySelector(`[data-${name}]`).hidden = name !== part;
  }
}

customElements.define("order-status", OrderStatus);
