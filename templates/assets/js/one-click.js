// <one-click language what less gone failed sending thanks>: orders the variant chosen above, for the shop to call back.
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { freshKey } from "./form-keeping.js";
import * as tokens from "./form-token.js";
import { post } from "./server.js";

class OneClick extends Live {
  start() {
    this.details = this.querySelector("details");
    this.form = this.querySelector("[data-form]");
    this.page = this.closest("live-stock");
    for (const plain of this.form.querySelectorAll("[data-plain]")) plain.hidden = true;
    this.form.noValidate = true;
    this.on(this.details, "toggle", () => this.opened());
    this.on(this.page, "change", (event) => !this.contains(event.target) && this.details.open && this.price());
    this.on(this.form, "submit", (event) => this.send(event));
  }

  opened() {
    if (!this.details.open) return;
    this.token ??= tokens.fresh();
    this.price();
  }

  /** What is chosen above. */
  line() {
    const order = this.page.querySelector("form.order");
    const sku = order.querySelector("[name='lines.0.sku']:checked, [name='lines.0.sku'][type=hidden]").value;
    return { sku, quantity: Math.max(1, Math.trunc(Number(order.querySelector(".quantity").value)) || 1) };
  }

  async price() {
    const asked = this.line();
    const { status, body } = await post("/api/quote", { lines: [asked], language: this.getAttribute("language") });
    if (status === 200) this.priced(body);
  }

  priced(quoted) {
    const [line] = quoted.lines;
    this.total = quoted.total;
    const name = `${line.name} ${line.option}`.trim();
    const what = this.words("what", { quantity: line.quantity, name, total: quoted.total_text });
    const short = this.words(line.left ? "less" : "gone", { n: line.left });
    show(this, "what", line.enough ? what : short);
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this, "notice", "");
    if (!this.total) await this.price();
    const button = this.form.querySelector("button");
    const label = button.textContent;
    button.disabled = true;
    button.textContent = this.getAttribute("sending");
    const answer = await this.place();
    button.disabled = false;
    button.textContent = label;
    this.answered(answer);
  }

  /** Sends the order. One that was sent before and not answered comes first: it may have arrived. */
  async place() {
    if (this.waiting) {
      const answer = await this.post(this.waiting);
      if (!refused(answer)) return answer;
    }
    const { contact } = request(this.form);
    const order = { lines: [this.line()], contact: contact ?? {}, language: this.getAttribute("language") };
    return this.post({ order: { ...order, expected_total: this.total }, key: freshKey() });
  }

  async post(attempt) {
    this.waiting = attempt;
    const sent = { ...attempt.order, form_token: this.token.value };
    const answer = await post("/api/orders", sent, { "Idempotency-Key": attempt.key });
    if (answer.status === 201 || refused(answer)) this.waiting = undefined;
    else this.token = tokens.fresh(); // it may have been used
    return answer;
  }

  answered({ status, body }) {
    if (status === 201) return location.assign(`${this.getAttribute("thanks")}${new URL(body.track).hash}`);
    if (status === 409 && body.quote) this.priced(body.quote);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    const words = (status >= 400 && status < 500 && body.title) || this.getAttribute("failed");
    return show(this, "notice", words).focus();
  }
}

/** Whether an answer says for certain that nothing was ordered. */
function refused({ status }) {
  return status >= 400 && status < 500;
}

customElements.define("one-click", OneClick);
