// <similar-ideas index board>: shows up to five ideas like the one whose title is being typed. Everything is found
// here in the browser, in a small file of the site; words count in any of their forms: "чашка" finds "чашки".
import { Live } from "./element.js";
import { copy } from "./fill.js";

const MOST = 5;
const SHORTEST = 3;
const PAUSE = 250;

class SimilarIdeas extends Live {
  start() {
    this.input = this.querySelector("input");
    this.on(this.input, "focus", () => this.load());
    this.on(this.input, "input", () => this.typed());
  }

  async load() {
    this.loading ??= fetch(this.getAttribute("index"))
      .then((answer) => answer.json())
      .then(read)
      .catch(() => undefined);
    return this.loading;
  }

  typed() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.look(), PAUSE);
  }

  async look() {
    const index = await this.load();
    if (index && this.isConnected) this.show(found(index, this.input.value));
  }

  show(ideas) {
    const template = this.querySelector("template[data-row]");
    const rows = ideas.map(({ id, heading, language, votes }) => {
      const row = copy(template, { heading, count: votes ? String(votes) : "" });
      const link = row.querySelector("[data-link]");
      link.href = `${this.getAttribute("board")}${id}/`;
      link.lang = language;
      return row;
    });
    const list = this.querySelector("[data-found]");
    list.querySelector("ul").replaceChildren(...rows);
    list.hidden = rows.length === 0;
  }
}

/** The index, with how much each word says: the rarer, the more. */
function read({ noise, ideas }) {
  const all = ideas.map(([id, heading, language, words, votes]) => ({ id, heading, language, votes, words: words.split(" ") }));
  return { noise: new Set(noise), ideas: all };
}

function found({ noise, ideas }, typed) {
  const asked = telling(typed).filter((word) => !noise.has(word));
  const near = asked.map((word) => ideas.map((idea) => Math.max(0, ...idea.words.map((other) => alike(word, other)))));
  const worth = near.map((hits) => Math.log(1 + ideas.length / (1 + hits.filter(Boolean).length)));
  return ideas
    .map((idea, place) => ({ ...idea, score: near.reduce((sum, hits, n) => sum + hits[place] * worth[n], 0) }))
    .filter(({ score }) => score > 0)
    .sort((a, b) => b.score - a.score || b.votes - a.votes)
    .slice(0, MOST);
}

function telling(text) {
  const words = text.toLowerCase().replaceAll("ё", "е").match(/[\p{L}\p{N}]+/gu) ?? [];
  return [...new Set(words)].filter((word) => word.length >= SHORTEST);
}

/** How alike two words are, from 0 to 1: the same one, its beginning, or another form of it. */
function alike(typed, other) {
  if (typed === other) return 1;
  let same = 0;
  while (same < typed.length && typed[same] === other[same]) same += 1;
  if (same === typed.length) return 0.9;
  // Endings have some three letters; of a short word, one may differ.
  const stem = Math.max(SHORTEST - 1, Math.max(typed.length, other.length) - 3, Math.ceil(typed.length * 0.5));
  return same >= stem ? (0.8 * same) / Math.max(typed.length, other.length) : 0;
}

customElements.define("similar-ideas", SimilarIdeas);
