// <checkout-form language thanks …>: sends the basket with the form, shows what the shop computes and what it refuses.
import { clear, lines, set } from "./basket.js";
import "./checkout-changes.js";
import { summarize } from "./checkout-summary.js";
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request, tell } from "./form-data.js";
import * as keeping from "./form-keeping.js";
import * as tokens from "./form-token.js";
import "./promo-code.js";
import { post, quote } from "./server.js";

/** What a quote may refuse and can be had without. */
const OPTIONAL = ["delivery.method", "promo"];

class CheckoutForm extends Live {
  start() {
    this.turn = 0;
    this.form = this.querySelector("[data-form]");
    const empty = lines().length === 0;
    this.form.hidden = empty;
    this.querySelector("[data-empty]").hidden = !empty;
    if (empty) return;
    this.token = tokens.fresh();
    keeping.restore(this.form);
    this.on(this.form, "submit", (event) => this.send(event));
    this.on(this.form, "change", () => this.changed());
    this.on(this.form, "input", () => keeping.keep(this.form));
    this.changes = this.querySelector("checkout-changes");
    this.on(this.changes, "accept", (event) => this.accept(event.detail));
    this.changed();
  }

  changed() {
    keeping.keep(this.form);
    const chosen = this.form.querySelector("input[name='delivery.method']:checked");
    const address = this.form.querySelector("fieldset[data-address]");
    address.hidden = address.disabled = chosen?.dataset.address !== "yes";
    const countries = (chosen?.dataset.countries ?? "").split(" ").filter(Boolean);
    for (const option of this.form.querySelectorAll("select option")) {
      option.hidden = option.disabled = countries.length > 0 && !countries.includes(option.value);
      if (option.disabled && option.selected) option.parentElement.value = countries[0];
    }
    this.refresh();
  }

  async refresh() {
    const turn = (this.turn += 1);
    const answer = await this.ask(lines());
    if (turn !== this.turn || answer.status !== 200) return;
    tell(this.form, OPTIONAL, answer.refused);
    this.show(answer.body, answer.gone);
  }

  /** The price of the lines with what is chosen in the form, and without what is refused of that. */
  async ask(asked) {
    const { delivery, promo } = request(this.form);
    const country = delivery?.address?.country;
    const wanted = { method: delivery?.method, ...(country ? { address: { country } } : {}) };
    const wish = { delivery: wanted, promo, language: this.getAttribute("language") };
    const first = await quote(asked, wish);
    const refused = (first.body.errors ?? []).filter(({ field }) => OPTIONAL.includes(field));
    const answer = refused.length > 0 ? await quote(asked, without(wish, refused)) : first;
    return { ...answer, refused };
  }

  show(quoted, gone = []) {
    this.total = quoted.total;
    this.seen = quoted;
    summarize(this, quoted, gone);
    this.querySelector("promo-code")?.tell(quoted.promo);
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    this.notice("");
    this.changes.hidden = true;
    if (!this.total) return this.lookFirst();
    const button = this.form.querySelector("button[type=submit]");
    const label = button.textContent;
    button.disabled = true;
    button.textContent = this.getAttribute("sending");
    const answer = await this.place();
    button.disabled = false;
    button.textContent = label;
    return this.answered(answer);
  }

  /** Nobody orders without having seen the total. */
  async lookFirst() {
    await this.refresh();
    this.notice(this.getAttribute(this.total ? "check" : "offline"));
  }

  /** Sends the order. One that was sent before and not answered comes first: it may have arrived. */
  async place() {
    const waiting = keeping.unanswered();
    if (waiting) {
      const answer = await this.post(waiting);
      if (!refused(answer)) return answer;
    }
    const order = { ...request(this.form), lines: lines(), language: this.getAttribute("language") };
    return this.post(keeping.attempt({ ...order, expected_total: this.total }));
  }

  async post({ order, key }) {
    const sent = { ...order, form_token: this.token.value };
    const answer = await post("/api/orders", sent, { "Idempotency-Key": key });
    if (answer.status === 201 || refused(answer)) keeping.answered();
    else this.token = tokens.fresh(); // it may have been used
    return answer;
  }

  answered({ status, body }) {
    if (status === 201) return this.done(body);
    if (status === 409 && body.quote) return this.offer(body.quote, [], body.title);
    if (status === 422 && body.errors?.some((error) => error.code === "not_on_sale")) return this.lost();
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    return this.notice((status >= 400 && status < 500 && body.title) || this.getAttribute("failed"));
  }

  async lost() {
    const { status, body, gone } = await this.ask(lines());
    return status === 200 ? this.offer(body, gone) : this.notice(this.getAttribute("offline"));
  }

  async offer(quoted, gone, why = "") {
    this.turn += 1; // a price that was asked for before must not cover this one
    const seen = this.seen;
    const ask = (rest) => this.ask(rest);
    const told = await this.changes.tell({ lines: lines(), seen, quoted, gone, why, ask });
    if (!told) return this.notice(this.getAttribute("offline"));
    return this.show(quoted, gone);
  }

  /** Makes the basket what was offered and orders it for the total that stood on the button. */
  accept({ lines: kept, quoted }) {
    const quantities = new Map(kept.map((line) => [line.sku, line.quantity]));
    for (const { sku } of lines()) set(sku, quantities.get(sku) ?? 0);
    this.show(quoted);
    this.form.requestSubmit();
  }

  done(order) {
    clear();
    keeping.forget();
    location.assign(`${this.getAttribute("thanks")}${new URL(order.track).hash}`);
  }

  notice(words) {
    const box = show(this, "notice", words);
    if (words) box.focus();
  }
}

/** The same wish without what was refused. */
function without(asked, refused) {
  const fields = new Set(refused.map(({ field }) => field.split(".")[0]));
  return Object.fromEntries(Object.entries(asked).filter(([name]) => !fields.has(name)));
}

/** Whether an answer says for certain that nothing was ordered. */
function refused({ status }) {
  return status >= 400 && status < 500;
}

customElements.define("checkout-form", CheckoutForm);
