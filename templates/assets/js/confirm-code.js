// <confirm-code language failed>: takes the six digits of a letter; "confirmed" says that they were right.
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { keepVoter, remember } from "./my-votes.js";
import { post } from "./server.js";

class ConfirmCode extends Live {
  start() {
    if (this.form) this.listen();
  }

  listen() {
    this.on(this.form, "submit", (event) => this.send(event));
  }

  /** Asks for the code that was sent for that post; *proof* belongs to it. */
  ask(id, proof) {
    Object.assign(this, { idea: id, proof, hidden: false });
    this.form ??= this.made();
    this.form.hidden = false;
    this.form.reset();
    show(this, "confirmed", "");
    complain(this.form, []);
  }

  /** The form, which is on the page only once it is needed. */
  made() {
    this.append(this.querySelector("template").content.cloneNode(true));
    this.form = this.querySelector("[data-code]");
    this.form.noValidate = true;
    this.listen();
    return this.form;
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this.form, "notice", "");
    const button = this.form.querySelector("button");
    button.disabled = true;
    const asked = { ...request(this.form), proof: this.proof, language: this.getAttribute("language") };
    const answer = await post(`/api/feedback/${this.idea}/vote`, asked);
    button.disabled = false;
    this.answered(answer);
  }

  answered({ status, body }) {
    if (status === 200) return this.confirmed(body);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    const words = (status >= 400 && status < 500 && body.title) || this.getAttribute("failed");
    return show(this.form, "notice", words).focus();
  }

  confirmed(body) {
    if (body.proof) keepVoter(body.proof);
    remember(this.idea);
    this.form.hidden = true;
    this.dispatchEvent(new CustomEvent("confirmed", { bubbles: true }));
    show(this, "confirmed", body.message).focus();
    document.dispatchEvent(new CustomEvent("vitrina:votes", { detail: { [this.idea]: body } }));
  }
}

customElements.define("confirm-code", ConfirmCode);
