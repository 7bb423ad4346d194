// Filling copies of a <template> with words; never with markup.

/** A copy of the template's one element, each `data-…` place given its text. */
export function copy(template, texts) {
  const element = template.content.firstElementChild.cloneNode(true);
  fill(element, texts);
  return element;
}

/** Sets the text of every element marked `data-<name>` inside. */
export function fill(element, texts) {
  for (const [name, text] of Object.entries(texts)) {
    for (const place of element.querySelectorAll(`[data-${name}]`)) place.textContent = text ?? "";
  }
}

/** Shows words in the element marked `data-<name>`, and hides it when there are none. */
export function show(element, name, words) {
  const place = element.querySelector(`[data-${name}]`);
  place.textContent = words;
  place.hidden = !words;
  return place;
}
