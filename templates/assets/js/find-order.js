// <find-order failed>: asks for the lost link of an order, or of a ticket, without leaving the page; what is told never says more.
import { Live } from "./element.js";
import { fill, show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { post } from "./server.js";

class FindOrder extends Live {
  start() {
    this.form = this.querySelector("[data-form]");
    this.form.noValidate = true;
    this.on(this.form, "submit", (event) => this.send(event));
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this, "notice", "");
    const button = this.form.querySelector("button");
    button.disabled = true;
    const { status, body } = await post(this.form.getAttribute("action"), request(this.form));
    button.disabled = false;
    if (status === 202) return this.told(body.message);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    return show(this, "notice", (status >= 400 && status < 500 && body.title) || this.getAttribute("failed")).focus();
  }

  told(message) {
    const box = this.querySelector("[data-sent]");
    fill(box, { told: message });
    box.hidden = false;
    this.form.hidden = true;
    box.focus();
  }
}

customElements.define("find-order", FindOrder);
