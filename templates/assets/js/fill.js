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

/** Says something to everyone: seen at the foot of the page and read out by screen readers. */
export function announce(message, link) {
  const region = document.querySelector("[data-announcer]");
  const box = document.createElement("p");
  box.className = "announcer__message";
  const words = document.createElement("span");
  words.textContent = message;
  box.append(words);
  if (link) {
    const anchor = document.createElement("a");
    anchor.href = link.href;
    anchor.textContent = link.text;
    box.append(anchor);
  }
  region.replaceChildren(box);
  clearTimeout(announce.timer);
  announce.timer = setTimeout(() => region.replaceChildren(), 6000);
}
