// <own-review>: opens the form of a review for whoever comes from an order, and takes along what shows that it was
// bought: "#review.<number>.<key>.<sku>". The key leaves the address at once.
import { Live } from "./element.js";

const LINK = /^#review(?:\.([^.]+)\.([^.]+)\.(.+))?$/;

class OwnReview extends Live {
  start() {
    this.on(window, "hashchange", () => this.look());
    this.look();
  }

  look() {
    const link = LINK.exec(location.hash);
    if (!link) return;
    const [, number, key, sku] = link;
    if (key) this.fill({ "order.number": number, "order.key": key, sku: decoded(sku) });
    const details = this.querySelector("details");
    details.open = true;
    details.scrollIntoView();
  }

  fill(values) {
    const form = this.querySelector("form");
    for (const [name, value] of Object.entries(values)) form.elements[name].value = value;
    this.querySelector("[data-bought]").hidden = false;
    history.replaceState(null, "", "#review");
  }
}

function decoded(text) {
  try {
    return decodeURIComponent(text);
  } catch {
    return "";
  }
}

customElements.define("own-review", OwnReview);
