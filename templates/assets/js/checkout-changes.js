// <checkout-changes nothing lost out short dearer total accept accept-less>: what has changed since a visitor saw the price.
// Offers what can still be had for what it costs now; "accept" is sent with {lines, quoted}.
import { Live } from "./element.js";
import { show } from "./fill.js";

class CheckoutChanges extends Live {
  start() {
    this.on(this.querySelector("[data-accept]"), "click", () => {
      this.dispatchEvent(new CustomEvent("accept", { detail: this.offered }));
    });
  }

  /** Shows it all; false where the price of what is left cannot be had. *ask* prices lines. */
  async tell({ lines, seen, quoted, gone, why, ask }) {
    const rest = cut(lines, quoted, gone);
    const whole = gone.length === 0 && quoted.lines.every((line) => line.enough);
    const answer = whole || rest.length === 0 ? { status: 200, body: quoted } : await ask(rest);
    if (answer.status !== 200) return false;
    this.offered = { lines: rest, quoted: answer.body };
    show(this, "why", why || this.getAttribute("nothing"));
    this.list(this.changes(seen, quoted, gone));
    this.offer(rest.length > 0, whole, seen?.total_text, answer.body.total_text);
    this.hidden = false;
    this.focus();
    return true;
  }

  list(sentences) {
    const items = sentences.map((words) => Object.assign(document.createElement("li"), { textContent: words }));
    this.querySelector("ul").replaceChildren(...items);
  }

  offer(any, whole, before, now) {
    show(this, "change-total", any && before && before !== now ? this.words("total", { before, now }) : "");
    show(this, "accept", any ? this.words(whole ? "accept" : "accept-less", { total: now }) : "");
  }

  /** A sentence for every line that is not as it was. */
  changes(seen, quoted, gone) {
    const before = new Map((seen?.lines ?? []).map((line) => [line.sku, line]));
    const lost = gone.map((sku) => this.words("lost", { name: before.has(sku) ? title(before.get(sku)) : sku }));
    return [...quoted.lines.map((line) => this.change(line, before.get(line.sku))), ...lost].filter(Boolean);
  }

  change(line, before) {
    const name = title(line);
    if (!line.enough && line.left === 0) return this.words("out", { name });
    if (!line.enough) return this.words("short", { name, n: line.left, wanted: line.quantity });
    if (!before || before.price === line.price) return "";
    return this.words("dearer", { name, before: before.price_text, now: line.price_text });
  }
}

/** The lines as far as they can be had: what is sold out or gone left out, the rest cut to what is left. */
function cut(lines, quoted, gone) {
  const left = new Map(quoted.lines.map((line) => [line.sku, line.left ?? line.quantity]));
  const had = lines.map(({ sku, quantity }) => ({ sku, quantity: Math.min(quantity, left.get(sku) ?? quantity) }));
  return had.filter((line) => line.quantity > 0 && !gone.includes(line.sku));
}

function title(line) {
  return `${line.name} ${line.option}`.trim();
}

customElements.define("checkout-changes", CheckoutChanges);
