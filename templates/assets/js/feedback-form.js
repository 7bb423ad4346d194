// <feedback-form language sending failed>: sends what a visitor tells the shop and says what happens next; where a
// code was sent to the visitor's address, asks for it.
import "./confirm-code.js";
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { freshKey } from "./form-keeping.js";
import * as tokens from "./form-token.js";
import { post } from "./server.js";

class FeedbackForm extends Live {
  start() {
    this.form = this.querySelector("[data-form]");
    this.form.noValidate = true;
    this.folded = this.closest("details");
    this.form.elements.page.value = this.folded || this.closest("dialog") ? location.pathname : named();
    if (this.folded) this.on(this.folded, "toggle", () => this.arm());
    this.arm();
    this.on(this.form, "submit", (event) => this.send(event));
    this.on(this, "confirmed", () => show(this, "told", ""));
    this.on(this.querySelector("[data-again]"), "click", () => {
      this.again();
      this.form.elements.text.focus();
    });
    const sent = !this.folded && brought();
    if (sent) this.told(sent);
  }

  /** Asks for a token once the form can be seen. */
  arm() {
    if (!this.folded || this.folded.open) this.token ??= tokens.fresh();
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
    const answer = await post("/api/feedback", { ...left, form_token: this.token?.value }, { "Idempotency-Key": this.key });
    if (answer.status === 201) this.said = undefined;
    if (answer.status === 201 || answer.status === 0) this.token = tokens.fresh(); // it may have been used
    return answer;
  }

  answered({ status, body }) {
    if (status === 201) return this.told(body);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    return show(this, "notice", (status >= 400 && status < 500 && body.title) || this.getAttribute("failed")).focus();
  }

  told({ id, message, proof }) {
    const box = this.querySelector("[data-left]");
    show(box, "told", message);
    const code = this.querySelector("confirm-code");
    code.hidden = !proof;
    if (proof) code.ask(id, proof);
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

/** What was left on another site, whose visitor has come here to type in the code; the address forgets it. */
function brought() {
  const [, id, proof] = /^#code\.(\w+)\.(.+)$/.exec(location.hash) ?? [];
  if (!proof) return undefined;
  history.replaceState(null, "", location.pathname + location.search);
  return { id, proof, message: "" };
}

customElements.define("feedback-form", FeedbackForm);
