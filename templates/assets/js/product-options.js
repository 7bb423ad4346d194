// <product-options>: choosing a variant shows its price and picture; two options become two groups.
import { Live } from "./element.js";

class ProductOptions extends Live {
  start() {
    this.variants = [...this.querySelectorAll("input[name='lines.0.sku']")];
    if (this.variants.length === 0) return;
    this.groups = this.split();
    this.on(this, "change", (event) => this.changed(event.target));
    this.show(false);
  }

  /** With several options: a group of values for each in place of the list of combinations. */
  split() {
    const standing = [...this.querySelectorAll("[data-option]")];
    if (standing.length > 0) return standing;
    const template = this.querySelector("template[data-options]");
    const groups = [...template.content.querySelectorAll("[data-option]")].map((group) => group.cloneNode(true));
    if (groups.length < 2) return [];
    const list = this.querySelector("[data-variants]");
    list.before(...groups);
    list.hidden = true;
    return groups;
  }

  changed(input) {
    const group = this.groups.find((candidate) => candidate.contains(input));
    if (group) this.match(group).checked = true;
    this.show(true);
  }

  /** The variant with the value just chosen that agrees most with the other values chosen. */
  match(changed) {
    const name = changed.dataset.option;
    const wanted = Object.fromEntries(this.groups.map((group) => [group.dataset.option, chosen(group)]));
    const agreeing = (input) => Object.entries(wanted).filter(([id, value]) => values(input)[id] === value).length;
    const fitting = this.variants.filter((input) => !input.disabled && values(input)[name] === wanted[name]);
    return fitting.sort((a, b) => agreeing(b) - agreeing(a))[0] ?? this.current();
  }

  show(scroll) {
    const input = this.current();
    if (!input) return;
    for (const group of this.groups) this.mark(group, values(input));
    const price = this.querySelector(`template[data-price-of="${CSS.escape(input.value)}"]`);
    this.querySelector("[data-chosen-price]").replaceChildren(price.content.cloneNode(true));
    if (input.dataset.image !== "") this.picture(input.dataset.image, scroll);
  }

  /** Checks the value chosen, and sets those apart that would lead to another combination. */
  mark(group, current) {
    for (const radio of group.querySelectorAll("input")) {
      radio.checked = radio.value === current[group.dataset.option];
      const wanted = Object.entries({ ...current, [group.dataset.option]: radio.value });
      const fits = (input) => !input.disabled && wanted.every(([id, value]) => values(input)[id] === value);
      radio.closest(".option").classList.toggle("option--apart", !this.variants.some(fits));
    }
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
}

function values(input) {
  return JSON.parse(input.dataset.values);
}

function chosen(group) {
  return group.querySelector("input:checked")?.value;
}

customElements.define("product-options", ProductOptions);
