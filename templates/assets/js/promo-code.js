// <promo-code applied>: a code that can be had applied and taken away again; the form hears of it as a change.
import { Live } from "./element.js";
import { show } from "./fill.js";

class PromoCode extends Live {
  start() {
    this.input = this.querySelector("input");
    this.on(this.input, "keydown", (event) => this.pressed(event));
    this.on(this.querySelector("[data-apply]"), "click", () => this.ask());
    this.on(this.querySelector("[data-remove]"), "click", () => this.remove());
  }

  /** Enter means the code here, not the whole order. */
  pressed(event) {
    if (event.key !== "Enter") return;
    event.preventDefault();
    if (!this.input.readOnly) this.ask();
  }

  ask() {
    this.input.dispatchEvent(new Event("change", { bubbles: true }));
  }

  remove() {
    this.input.value = "";
    this.tell(null);
    this.ask();
    this.input.focus();
  }

  /** Says what the shop makes of the code: `{applied, text}`, or null where it is refused or there is none. */
  tell(promo) {
    show(this, "told", promo ? promo.text || this.getAttribute("applied") : "");
    this.input.readOnly = Boolean(promo);
    const had = document.activeElement === this.querySelector("[data-apply]");
    this.querySelector("[data-apply]").hidden = Boolean(promo);
    this.querySelector("[data-remove]").hidden = !promo;
    if (promo && had) this.querySelector("[data-remove]").focus();
  }
}

customElements.define("promo-code", PromoCode);
