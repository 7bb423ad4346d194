// What every element here is: listeners that come with being on the page and go with leaving it.

export class Live extends HTMLElement {
  connectedCallback() {
    this.leaving = new AbortController();
    this.start(this.leaving.signal);
  }

  disconnectedCallback() {
    this.leaving.abort();
  }

  /** Listens until the element leaves the page. */
  on(target, type, listener) {
    target.addEventListener(type, listener, { signal: this.leaving.signal });
  }

  /** The words an attribute holds, with `{name}` filled in. */
  words(attribute, values = {}) {
    const sentence = this.getAttribute(attribute) ?? "";
    return sentence.replace(/\{(\w+)\}/g, (place, name) => values[name] ?? place);
  }

  /** Shows one of several parts, each marked `data-<name>`, and hides the others. */
  reveal(part, parts) {
    for (const name of parts) this.querySelector(`[data-${name}]`).hidden = name !== part;
  }
}
