// <feedback-form language sending failed>: sends what a visitor tells the shop and says what happens next.
import { Live } from "./element.js";
import { fill, show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { freshKey } from "./form-keeping.js";
import * as tokens from "./form-token.js";
import { post } from "./server.js";

class FeedbackForm extends Live {
  start() {
    this.form = this.querySelector("[data-form]");
    this.form.noValidate = true;
    this.form.elements.page.value = this.closest("dialog") ? location.pathname : named();
    this.token ??= tokens.fresh();
    this.on(this.form, "submit", (event) => this.send(event));
    this.on(this.querySelector("[data-again]"), "click", () => {
      this.again();
      this.form.elements.text.focus();
    });
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this, "notice", "");
    const button = this.form.querySelector("button");
    const label = button.textContent;
    button.disabled = true;
    button.textContent = this.getAttribute("sending");
    const answer = await this.leave(request(this.form));
    button.disabled = false;
    button.textContent = label;
    this.answered(answer);
  }

  /** Leaves it; the same words sent again after no answer keep their key, and are left once. */
  async leave(left) {
    const said = JSON.stringify(left);
    if (said !== this.said) this.key = freshKey();
    this.said = said;
    const answer = await post("/api/feedback", { ...left, form_token: this.token.value }, { "Idempotency-Key": this.key });
    if (answer.status === 201) this.said = undefined;
    if (answer.status === 201 || answer.status === 0) this.token = tokens.fresh(); // it may have been used
    return answer;
  }

  answered({ status, body }) {
    if (status === 201) return this.told(body.message);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    return show(this, "notice", (status >= 400 && status < 500 && body.title) || this.getAttribute("failed")).focus();
  }

  told(message) {
    const box = this.querySelector("[data-left]");
    fill(box, { told: message });
    this.turn(true);
    this.form.reset();
    box.focus();
  }

  /** Makes room for more once something has been left. */
  again() {
    if (this.form.hidden) this.turn(false);
  }

  turn(left) {
    this.querySelector("[data-left]").hidden = !left;
    this.querySelector("[data-lead]").hidden = left;
    this.form.hidden = left;
  }
}

/** The page that the link here was on: a path of this site, or an address of another. */
function named() {
  const given = new URLSearchParams(location.search).get("page");
  if (!given) return "";
  try {
    const from = new URL(given, location.origin);
    return from.origin === location.origin ? from.pathname : from.origin + from.pathname;
  } catch {
    return "";
  }
}

customElements.define("feedback-form", FeedbackForm);
