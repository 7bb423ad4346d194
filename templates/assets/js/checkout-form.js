// <checkout-form language thanks …>: sends the basket with the form, shows what the shop computes and what it refuses.
import { clear, lines } from "./basket.js";
import { copy, fill } from "./fill.js";
import * as keeping from "./form-keeping.js";
import { complain, request } from "./form-data.js";
import { post, quote } from "./server.js";

class CheckoutForm extends HTMLElement {
  connectedCallback() {
    this.form = this.querySelector("[data-form]");
    this.empty = this.querySelector("[data-empty]");
    if (lines().length === 0) return this.nothing();
    keeping.restore(this.form);
    this.form.addEventListener("submit", (event) => this.send(event));
    this.form.addEventListener("change", () => this.changed());
    this.form.addEventListener("input", () => keeping.keep(this.form));
    this.changed();
    return undefined;
  }

  nothing() {
    this.form.hidden = true;
    this.empty.hidden = false;
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
    const { delivery } = request(this.form);
    const turn = (this.turn = (this.turn ?? 0) + 1);
    const country = delivery?.address?.country;
    const wanted = { method: delivery?.method, ...(country ? { address: { country } } : {}) };
    const answer = await quote(lines(), { delivery: wanted, language: this.getAttribute("language") });
    if (turn === this.turn && answer.status === 200) this.show(answer.body, answer.gone);
  }

  show(quoted, gone = []) {
    this.total = quoted.total;
    const template = this.querySelector("template[data-line]");
    const rows = quoted.lines.map((line) => {
      const texts = { name: line.name, option: line.option, quantity: String(line.quantity), total: line.total_text };
      const row = copy(template, texts);
      if (line.left !== null && line.quantity > line.left) reveal(row, String(line.left));
      return row;
    });
    for (const sku of gone) {
      const row = copy(template, { name: sku });
      reveal(row, this.getAttribute("gone"));
      rows.push(row);
    }
    this.form.querySelector("[data-lines]").replaceChildren(...rows);
    fill(this.form.querySelector(".checkout__summary .summary__sums"), {
      goods: quoted.goods_text,
      delivery: quoted.delivery?.price_text,
      tax: quoted.tax?.amount_text,
      total: quoted.total_text,
    });
    for (const place of this.form.querySelectorAll(".summary__tax [data-tax]")) place.textContent = quoted.tax.amount_text;
    for (const choice of quoted.delivery?.choices ?? []) {
      const place = this.form.querySelector(`[data-method="${CSS.escape(choice.id)}"]`);
      if (place) place.textContent = choice.price_text;
    }
  }

  async send(event) {
    event.preventDefault();
    const button = this.form.querySelector("button[type=submit]");
    const label = button.textContent;
    button.disabled = true;
    button.textContent = this.getAttribute("sending");
    complain(this.form, []);
    this.notice("");
    const order = { ...request(this.form), lines: lines(), language: this.getAttribute("language") };
    if (this.total) order.expected_total = this.total;
    const answer = await post("/api/orders", order, { "Idempotency-Key": keeping.key(order) });
    button.disabled = false;
    button.textContent = label;
    this.answered(answer);
  }

  answered({ status, body }) {
    if (status === 201) return this.done(body);
    if (status === 409 && body.quote) {
      this.show(body.quote);
      return this.notice(body.detail ?? this.getAttribute("changed"));
    }
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    return this.notice(status >= 400 && status < 500 && body.title ? body.title : this.getAttribute("failed"));
  }

  done(order) {
    clear();
    keeping.forget();
    location.assign(`${this.getAttribute("thanks")}${new URL(order.track).hash}`);
  }

  notice(words) {
    const box = this.querySelector("[data-notice]");
    box.hidden = !words;
    box.textContent = words;
    if (words) box.focus();
  }
}

function reveal(row, words) {
  const place = row.querySelector("[data-problem]");
  place.textContent = words;
  place.hidden = false;
}

customElements.define("checkout-form", CheckoutForm);
