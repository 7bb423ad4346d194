// <basket-link>: the link to the basket, with how much is in it.
import { count, watch } from "./basket.js";
import { Live } from "./element.js";

class BasketLink extends Live {
  start(signal) {
    watch(() => this.show(), signal);
    this.show();
  }

  show() {
    const badge = this.querySelector("[data-count]");
    badge.textContent = String(count());
    badge.hidden = count() === 0;
  }
}

customElements.define("basket-link", BasketLink);
