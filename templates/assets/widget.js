// <vitrina-feedback language side colour text>: a shop's feedback form on a page of another site. The link inside it
// leads to the shop's own form: without this script, and whenever the form cannot be had here.

const SHOP = new URL(import.meta.url).origin;
const STYLES = `
:host { display: block; font-family: inherit; }
:host([hidden]) { display: none; }
* { box-sizing: border-box; }
button, input, textarea { font: inherit; color: inherit; }
.tab { min-height: 2.75rem; padding: 0.4em 1.2em; border: 0; border-radius: 3px; background: #2f5747; color: #fff; cursor: pointer; }
.tab:hover { text-decoration: underline; }
:focus-visible { outline: 2px solid; outline-offset: 2px; }
@media (min-width: 64em) and (min-height: 30em) {
  .left, .right { position: fixed; z-index: 99; top: 50%; min-height: 0; max-height: 90vh; padding: 1.1em 0.45em; font-size: 0.9rem; writing-mode: vertical-rl; }
  .right { right: env(safe-area-inset-right, 0); border-radius: 3px 0 0 3px; transform: translateY(-50%); }
  .left { left: env(safe-area-inset-left, 0); border-radius: 3px 0 0 3px; transform: translateY(-50%) rotate(180deg); }
}
dialog { width: min(100%, 34rem); max-width: none; max-height: 100%; margin: auto auto 0; padding: 1.25rem; border: 1px solid; overscroll-behavior: contain; line-height: 1.5; }
@media (min-width: 40em) { dialog { margin: auto; padding: 1.75rem; } }
dialog::backdrop { background: rgb(0 0 0 / 0.5); }
[hidden], .trap { display: none; }
h2 { margin: 0 3rem 0.75rem 0; font-size: 1.4rem; }
h2:focus, .done:focus { outline: none; }
.close { float: right; width: 2.75rem; height: 2.75rem; margin: -0.5rem -0.5rem 0 0; border: 0; background: none; font-size: 1.5rem; cursor: pointer; }
form > * { margin: 0 0 1rem; }
fieldset { display: grid; grid-template-columns: 1fr 1fr; gap: 0.25rem 1rem; padding: 0; border: 0; }
legend { padding: 0; }
fieldset label { display: flex; gap: 0.5rem; align-items: center; min-height: 2rem; }
.field label { display: block; }
.field :is(input, textarea) { width: 100%; min-height: 2.75rem; padding: 0.5em 0.7em; border: 1px solid #767676; border-radius: 3px; background: none; }
.small { font-size: 0.85rem; }
.error { margin: 0; color: #a3260f; color: light-dark(#a3260f, #ffb4a6); }
@media print { :host { display: none; } }`;

const sheet = new CSSStyleSheet();
sheet.replaceSync(STYLES);

class VitrinaFeedback extends HTMLElement {
  connectedCallback() {
    if (this.shadowRoot) return;
    this.link = this.querySelector("a");
    const side = this.getAttribute("side");
    const text = this.getAttribute("text") || this.link?.textContent.trim() || "Feedback";
    this.tab = make("button", { type: "button", className: `tab ${side === "left" || side === "bottom" ? side : "right"}` }, text);
    this.tab.setAttribute("aria-haspopup", "dialog");
    this.tab.onclick = () => this.open();
    const root = this.attachShadow({ mode: "open" });
    root.adoptedStyleSheets = [sheet];
    root.append(this.tab);
    paint(this.tab, this.getAttribute("colour"));
  }

  async open() {
    try {
      this.dialog ??= this.build(await asked(`/widget/${this.getAttribute("language") || "en"}.json`));
    } catch {
      return location.assign(this.away());
    }
    if (!this.token) asked("/api/form-token").then(({ token }) => (this.token = token), () => {});
    if (!this.dialog.open) this.dialog.showModal();
  }

  /** Where the shop's own form is; it is told which page this one was. */
  away() {
    const to = new URL(this.link?.href ?? "/feedback/", SHOP);
    to.searchParams.set("page", here());
    return to.href;
  }

  build(words) {
    this.words = words;
    const shut = () => dialog.close();
    const cross = make("button", { type: "button", className: "close", onclick: shut }, "×");
    cross.setAttribute("aria-label", words.close);
    const heading = make("h2", { id: "title", tabIndex: -1, autofocus: true }, words.title);
    const kinds = Object.entries(words.kinds).map(([value, label], place) =>
      make("label", {}, make("input", { type: "radio", name: "kind", value, checked: !place }), label),
    );
    const { text, name, email } = words.longest;
    this.notice = make("p", { className: "error", tabIndex: -1 });
    this.send = make("button", { className: "tab" }, words.send);
    this.form = make(
      "form", { noValidate: true, onsubmit: (event) => this.leave(event) },
      this.notice,
      make("input", { name: "subject", className: "trap", tabIndex: -1, autocomplete: "off" }),
      make("fieldset", {}, make("legend", {}, words.kind), ...kinds),
      field("textarea", { name: "text", rows: 4, maxLength: text, required: true }, words.text),
      field("input", { name: "contact.name", autocomplete: "name", maxLength: name }, `${words.name} ${words.optional}`),
      field("input", { name: "contact.email", type: "email", autocomplete: "email", maxLength: email }, `${words.email} ${words.optional}`, words.hint),
      make("p", { className: "small" }, `${words.to} ${words.consent} `, ...(words.privacy_page ? [away(words.privacy_page, words.privacy)] : [])),
      this.send,
    );
    this.done = make("div", { className: "done", tabIndex: -1, hidden: true });
    const dialog = make("dialog", { onclose: () => this.turn(false) }, cross, heading, this.form, this.done);
    dialog.addEventListener("click", (event) => event.target === dialog && shut());
    dialog.setAttribute("aria-labelledby", "title");
    this.shadowRoot.append(dialog);
    paint(this.send, this.getAttribute("colour"));
    return dialog;
  }

  async leave(event) {
    event.preventDefault();
    this.complain([], "");
    this.send.disabled = true;
    this.send.textContent = this.words.sending;
    const { status, body } = await this.post(Object.fromEntries(new FormData(this.form)));
    this.send.disabled = false;
    this.send.textContent = this.words.send;
    if (status === 201) this.thank(body);
    else if (status === 422 && body.errors) this.complain(body.errors, "");
    else this.complain([], (status >= 400 && status < 500 && body.title) || this.words.failed);
  }

  /** The same words keep their key until they are answered, and so are left once. */
  async post({ "contact.name": name, "contact.email": email, ...typed }) {
    const left = { ...typed, contact: { name, email }, page: here(), consent: this.words.agreed, language: this.words.language };
    const said = JSON.stringify(left);
    if (this.said !== said) this.key = crypto.getRandomValues(new Uint32Array(4)).join("-");
    this.said = said;
    try {
      const headers = { "Content-Type": "application/json", "Idempotency-Key": this.key };
      const body = JSON.stringify({ ...left, form_token: this.token });
      const answer = await fetch(`${SHOP}/api/feedback`, { method: "POST", credentials: "omit", headers, body });
      if (answer.ok) this.said = this.token = undefined;
      return { status: answer.status, body: await answer.json() };
    } catch {
      return { status: 0, body: {} };
    }
  }

  complain(errors, notice) {
    for (const place of this.form.querySelectorAll(".field")) {
      const input = place.querySelector("input, textarea");
      const error = errors.find((each) => each.field === input.name)?.message ?? "";
      place.querySelector(".error").textContent = error;
      input.setAttribute("aria-invalid", String(!!error));
    }
    const rest = errors.filter((each) => !this.form.querySelector(`.field [name="${each.field}"]`));
    this.notice.textContent = [notice, ...rest.map((each) => each.message)].join(" ").trim();
    (this.notice.textContent ? this.notice : this.form.querySelector("[aria-invalid=true]"))?.focus();
  }

  thank({ id, message, proof }) {
    const code = proof && away(`${this.away()}#code.${id}.${proof}`, this.words.code);
    this.done.replaceChildren(make("p", {}, message), ...(code ? [make("p", {}, code)] : []));
    this.form.reset();
    this.turn(true);
    this.done.focus();
  }

  turn(done) {
    this.form.hidden = done;
    this.done.hidden = !done;
  }
}

function field(tag, properties, label, hint = "") {
  const id = properties.name;
  const input = make(tag, { id, ...properties });
  input.setAttribute("aria-describedby", `${id}-hint ${id}-error`);
  const told = make("div", { id: `${id}-hint`, className: "small" }, hint);
  return make("div", { className: "field" }, make("label", { htmlFor: id }, label), input, told, make("p", { id: `${id}-error`, className: "error" }));
}

function make(tag, properties, ...inside) {
  const element = Object.assign(document.createElement(tag), properties);
  element.append(...inside);
  return element;
}

/** A link that leaves the page, and what is typed in it, where it is. */
function away(href, text) {
  return make("a", { href, target: "_blank", rel: "noopener" }, text);
}

/** Gives it that ground, and words that can be read on it. */
function paint(element, colour) {
  if (!colour) return;
  element.style.background = colour;
  const [red, green, blue] = getComputedStyle(element).backgroundColor.match(/[\d.]+/g).map((part) => {
    const share = part / 255;
    return share > 0.04045 ? ((share + 0.055) / 1.055) ** 2.4 : share / 12.92;
  });
  element.style.color = 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? "#000" : "#fff";
}

async function asked(path) {
  const answer = await fetch(SHOP + path, { credentials: "omit" });
  if (!answer.ok) throw answer;
  return answer.json();
}

/** This page, without what may be a secret in its address. */
function here() {
  return location.origin + location.pathname;
}

customElements.define("vitrina-feedback", VitrinaFeedback);
