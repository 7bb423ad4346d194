// A ticket's words and pictures in their places on the page.
import { copy, fill, show } from "./fill.js";

/** Fills everything marked `data-…` inside from the ticket as the shop tells it. */
export function fillTicket(page, ticket) {
  fill(page, { heading: page.words("heading", { number: ticket.number }) });
  fill(page.querySelector("[data-ticket]"), {
    stage: ticket.stage,
    outlook: ticket.outlook,
    topic: ticket.topic_label,
    order: ticket.order_number,
    opened: ticket.opened_at_text,
    write: page.getAttribute(ticket.state === "pending" ? "answers" : "write"),
  });
  page.querySelector("[data-ordered]").hidden = !ticket.order_number;
  merged(page, ticket);
  show(page, "follows", ticket.follows ? page.words("follows", { number: ticket.follows }) : "");
  page.querySelector("[data-steps]").replaceChildren(...steps(page, ticket.steps));
  page.querySelector("[data-thread]").replaceChildren(...ticket.thread.map((entry) => said(page, entry)));
  page.querySelector("[data-rating]").hidden = !ticket.may_rate;
  page.querySelector("[data-writing]").hidden = !ticket.may_write;
  page.querySelector("[data-closed]").hidden = ticket.state !== "closed";
  show(page, "rated", ticket.rating ? page.getAttribute(ticket.rating) : "");
}

/** Where it goes on; a link there is told to whoever holds both. */
function merged(page, ticket) {
  page.querySelector("[data-merged]").hidden = !ticket.into;
  const link = page.querySelector("[data-into]");
  link.textContent = page.words("into", { number: ticket.into });
  if (ticket.into_track) link.href = ticket.into_track;
  else link.removeAttribute("href");
}

function steps(page, all) {
  const now = all.findLastIndex((step) => step.done);
  return all.map((step, place) => {
    const ahead = step.done ? "" : page.getAttribute("ahead");
    const element = copy(page.querySelector("template[data-step]"), { label: step.label, at: step.at_text, ahead });
    element.classList.toggle("way__step--reached", step.done);
    if (place === now) element.setAttribute("aria-current", "step");
    return element;
  });
}

function said(page, entry) {
  const shop = entry.who === "shop";
  const who = shop ? page.getAttribute("shop") : entry.name || page.getAttribute("you");
  const element = copy(page.querySelector("template[data-entry]"), { who, at: entry.at_text, text: entry.text });
  element.classList.toggle("entry--shop", shop);
  element.querySelector("time").dateTime = entry.at;
  const list = element.querySelector("[data-pictures]");
  list.replaceChildren(...entry.pictures.map((picture, place) => shown(page, picture, place + 1)));
  list.hidden = entry.pictures.length === 0;
  return element;
}

function shown(page, picture, n) {
  const element = copy(page.querySelector("template[data-shown]"), {});
  element.querySelector("a").href = picture.src;
  const image = element.querySelector("img");
  image.alt = page.words("picture", { n });
  image.src = picture.src;
  return element;
}
