// <support-order language of>: the order a message is about; one whose link led here, with its lines to tick.
import { Live } from "./element.js";
import { copy, fill } from "./fill.js";
import { post } from "./server.js";

class SupportOrder extends Live {
  start() {
    this.on(window, "hashchange", () => this.look());
    this.look();
  }

  /** The order as the functions expect it: with its key where its link led here. */
  get fields() {
    if (!this.known) return {};
    const ticked = [...this.querySelectorAll("[name=skus]:checked")];
    return { order: this.known, skus: ticked.map((box) => box.value) };
  }

  async look() {
    const [number, key] = location.hash.slice(1).split(".");
    if (!number || !key) return;
    const { status, body } = await post("/api/track", { number, key, language: this.getAttribute("language") });
    if (status === 200) this.show(body, key);
    else this.querySelector("input[name='order.number']").value = number;
  }

  show(order, key) {
    this.known = { number: order.number, key };
    const template = this.querySelector("template[data-line]");
    fill(this, { of: this.words("of", { number: order.number }) });
    this.querySelector("[data-lines]").replaceChildren(...order.lines.map((line) => row(template, line)));
    this.querySelector("[data-typed]").hidden = true;
    this.querySelector("input[name='order.number']").disabled = true;
    this.querySelector("[data-known]").hidden = false;
    this.dispatchEvent(new CustomEvent("known", { bubbles: true }));
  }
}

function row(template, line) {
  const item = copy(template, { name: line.name, option: line.option });
  item.querySelector("input").value = line.sku;
  const image = item.querySelector("img");
  image.addEventListener("error", () => image.remove()); // an old order's picture may have left the site
  if (line.picture) image.src = line.picture;
  else image.remove();
  return item;
}

customElements.define("support-order", SupportOrder);
