// <product-options>: choosing a variant shows its price, stock and picture; two options become two groups.

class ProductOptions extends HTMLElement {
  connectedCallback() {
    this.variants = [...this.querySelectorAll("input[name='lines.0.sku']")];
    if (this.variants.length === 0) return;
    this.groups = this.split();
    this.change = (event) => this.changed(event.target);
    this.addEventListener("change", this.change);
    this.show(false);
  }

  disconnectedCallback() {
    this.removeEventListener("change", this.change);
  }

  /** With several options: a group of values for each in place of the list of combinations. */
  split() {
    const template = this.querySelector("template[data-options]");
    const groups = [...template.content.querySelectorAll("[data-option]")].map((group) => group.cloneNode(true));
    if (groups.length < 2) return [];
    const list = this.querySelector("fieldset.options");
    list.before(...groups);
    list.hidden = true;
    const values = this.values(this.current());
    for (const group of groups) this.radio(group, values[group.dataset.option]).checked = true;
    return groups;
  }

  changed(input) {
    const group = this.groups.find((candidate) => candidate.contains(input));
    if (group) this.match(group).checked = true;
    this.show(true);
  }

  /** The variant that has the values chosen, or the nearest one that has the value just chosen. */
  match(changed) {
    const wanted = Object.fromEntries(this.groups.map((group) => [group.dataset.option, this.chosen(group)]));
    const name = changed.dataset.option;
    const fitting = this.variants.filter((input) => !input.disabled && this.values(input)[name] === wanted[name]);
    const agreeing = (input) => this.groups.filter((g) => this.values(input)[g.dataset.option] === wanted[g.dataset.option]).length;
    return fitting.sort((a, b) => agreeing(b) - agreeing(a))[0] ?? this.current();
  }

  show(scroll) {
    const input = this.current();
    if (!input) return;
    const values = this.values(input);
    for (const group of this.groups) {
      for (const radio of group.querySelectorAll("input")) {
        radio.checked = radio.value === values[group.dataset.option];
        const others = { ...values, [group.dataset.option]: radio.value };
        const fits = (variant) => Object.entries(others).every(([id, value]) => this.values(variant)[id] === value);
        radio.closest(".option").classList.toggle("option--apart", !this.variants.some((v) => !v.disabled && fits(v)));
      }
    }
    this.price(input);
    this.querySelector(".product__stock").textContent = input.dataset.stock;
    this.querySelector("#quantity")?.setAttribute("max", input.dataset.most);
    if (input.dataset.image !== "") this.picture(input.dataset.image, scroll);
  }

  price(input) {
    this.querySelector(".product__price [data-price]").textContent = input.dataset.price;
    const spoken = this.querySelector(".product__price .price > .visually-hidden");
    if (spoken) spoken.textContent = input.dataset.price;
    const before = this.querySelector(".product__price .price__was");
    if (before) before.hidden = input.dataset.was === "";
  }

  picture(place, scroll) {
    const gallery = this.closest(".product").querySelector(".gallery");
    const item = gallery.querySelector(`[data-place="${place}"]`);
    if (item && item !== gallery.firstElementChild) gallery.prepend(item);
    if (scroll) gallery.scrollTo({ left: 0 });
  }

  current() {
    return this.variants.find((input) => input.checked);
  }

  values(input) {
    return input ? JSON.parse(input.dataset.values) : {};
  }

  chosen(group) {
    return group.querySelector("input:checked")?.value;
  }

  radio(group, value) {
    return [...group.querySelectorAll("input")].find((input) => input.value === value) ?? group.querySelector("input");
  }
}

customElements.define("product-options", ProductOptions);
