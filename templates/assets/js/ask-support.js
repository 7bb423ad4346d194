// <ask-support language sending failed>: sends a message to the shop and tells its number and its own page.
import { Live } from "./element.js";
import { fill, show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { ofPictures } from "./picture-picker.js";
import { Sending } from "./sending.js";
import "./support-order.js";

class AskSupport extends Live {
  start() {
    this.form = this.querySelector("[data-form]");
    this.picker = this.querySelector("picture-picker");
    this.order = this.querySelector("support-order");
    this.sending = new Sending("/api/tickets");
    this.form.noValidate = true;
    this.on(this.form, "submit", (event) => this.send(event));
    this.on(this.order, "known", () => (this.querySelector("[data-reachable]").hidden = false));
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this, "notice", "");
    const pictures = this.picker.contents;
    const fields = { ...request(this.form), ...this.order.fields, ...(pictures.length ? { pictures } : {}) };
    const button = this.querySelector("[data-send]");
    this.answered(await this.sending.send(fields, button, this.getAttribute("sending")));
  }

  answered({ status, body }) {
    if (status === 201) return this.arrived(body);
    if (status === 422 && body.errors?.length) return complain(this.form, ofPictures(body.errors, this.picker));
    return show(this, "notice", (status >= 400 && status < 500 && body.title) || this.getAttribute("failed")).focus();
  }

  arrived({ number, outlook, track }) {
    const place = this.querySelector("[data-arrived]");
    fill(place, { number, outlook });
    place.querySelector("[data-link]").href = track;
    this.querySelector("[data-asking]").hidden = true;
    place.hidden = false;
    place.focus();
  }
}

customElements.define("ask-support", AskSupport);
