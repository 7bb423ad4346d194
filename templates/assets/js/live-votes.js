// <live-votes unit more>: asks the shop once how many votes there are now; what the page was built with stays
// where nobody answers. `unit` holds the plural forms of "votes"; ideas voted for on this device are marked.
import { Live } from "./element.js";
import { mine } from "./my-votes.js";
import { tallies } from "./server.js";

class LiveVotes extends Live {
  start() {
    this.units = JSON.parse(this.getAttribute("unit"));
    this.plural = new Intl.PluralRules(document.documentElement.lang);
    this.on(document, "vitrina:votes", ({ detail }) => this.tell(detail));
    this.mark();
    this.ask();
  }

  async ask() {
    const ids = [...this.querySelectorAll("[data-votes]")].map((place) => place.dataset.votes);
    this.tell(await tallies([...new Set(ids)]));
  }

  /** Shows new counts, `{id: {votes, unverified}}`. */
  tell(counts) {
    for (const place of this.querySelectorAll("[data-votes]")) {
      const count = counts[place.dataset.votes];
      if (count) this.show(place, count);
    }
    this.mark();
  }

  show(place, { votes, unverified }) {
    place.querySelector("[data-verified]").textContent = String(votes);
    place.querySelector("[data-unit]").textContent = this.units[this.plural.select(votes)] ?? this.units.other;
    const more = place.querySelector("[data-more]");
    more.textContent = this.words("more", { n: unverified });
    more.hidden = unverified === 0;
  }

  mark() {
    const ids = mine();
    for (const place of this.querySelectorAll("[data-votes]")) {
      place.classList.toggle("votes--mine", ids.includes(place.dataset.votes));
    }
  }
}

customElements.define("live-votes", LiveVotes);
