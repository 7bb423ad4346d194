// Words at the foot of the page, read out by screen readers; they go by themselves when nobody is at them.

const SECONDS = 6;
let timer;

/** Says something, with a link where there is somewhere to go. */
export function announce(message, link) {
  const region = document.querySelector("[data-announcer]");
  const box = document.createElement("p");
  box.className = "announcer__message";
  box.append(spoken(message), ...(link ? [leading(link)] : []));
  region.replaceChildren(box);
  clearTimeout(timer);
  timer = setTimeout(() => leave(region), SECONDS * 1000);
}

function leave(region) {
  if (region.matches(":hover, :focus-within")) timer = setTimeout(() => leave(region), SECONDS * 1000);
  else region.replaceChildren();
}

function spoken(message) {
  const words = document.createElement("span");
  words.textContent = message;
  return words;
}

function leading({ href, text }) {
  const anchor = document.createElement("a");
  anchor.href = href;
  anchor.textContent = text;
  return anchor;
}
