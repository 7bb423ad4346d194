// <basket-link>: the link to the basket, with how much is in it.
import { count, watch } from "./basket.js";

class BasketLink extends HTMLElement {
  connectedCallback() {
    this.stop = watch(() => this.show());
    this.show();
  }

  disconnectedCallback() {
    this.stop();
  }

  show() {
    const badge = this.querySelector("[data-count]");
    badge.textContent = String(count());
    badge.hidden = count() === 0;
  }
}

customElements.define("basket-link", BasketLink);
