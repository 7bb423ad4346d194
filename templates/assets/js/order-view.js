// An order's words and sums in their places on the page.
import { discounts } from "./discounts.js";
import { copy, fill, show } from "./fill.js";

/** Where ordering again is what is left to do. */
const FINAL = new Set(["complete", "cancel"]);

/** Fills everything marked `data-…` inside from the order as the shop tells it. */
export function fillOrder(page, order) {
  const heading = document.querySelector("h1[data-order-heading]");
  if (page.closest(".main--order")) heading.textContent = page.words("heading", { number: order.number });
  fill(page.querySelector("[data-order]"), texts(page, order));
  show(page, "reason", order.reason_text);
  page.querySelector("[data-status]").classList.toggle("placed__status--cancelled", order.status === "cancel");
  page.querySelector("[data-again]").classList.toggle("button--plain", !FINAL.has(order.status));
  page.querySelector("[data-tracked]").hidden = !order.tracking;
  page.querySelector("[data-delivered]").hidden = !order.delivery.method;
  page.querySelector("[data-paid]").hidden = !order.payment.name;
  page.querySelector("[data-placed-in]").hidden = !order.delivery.city;
  page.querySelector("[data-taxed]").hidden = order.tax.rate === "0";
  page.querySelector("[data-lines]").replaceChildren(...order.lines.map((line) => row(page, line, order)));
  page.querySelector("[data-steps]").replaceChildren(...steps(page, order));
  discounts(page.querySelector("[data-sums]"), order.discounts);
  returns(page, order.returned);
}

function texts(page, order) {
  return {
    number: order.number,
    status: order.status_text,
    outlook: order.next_text,
    placed: order.placed_at_text,
    tracking: order.tracking,
    goods: order.goods_text,
    method: order.delivery.name,
    delivery: order.delivery.price_text,
    city: order.delivery.city ?? "",
    tax: order.tax.amount_text,
    "tax-words": page.words(order.tax.included ? "included" : "added", { rate: order.tax.rate }),
    sum: order.total_text,
    payment: order.payment.name,
    how: order.payment.note,
  };
}

function row(page, line, order) {
  const element = copy(page.querySelector("template[data-line]"), {
    name: line.name,
    option: line.option,
    quantity: String(line.quantity),
    price: line.price_text,
    total: line.total_text,
  });
  for (const link of element.querySelectorAll("[data-link]")) link.href = line.path;
  review(element.querySelector("[data-review]"), page, line, order);
  const image = element.querySelector("img");
  // An old order's picture may have left the site.
  image.addEventListener("error", () => image.remove());
  if (line.picture) image.src = line.picture;
  else image.remove();
  return element;
}

/** What has come can be reviewed; the link shows that it was bought. */
function review(link, page, line, order) {
  link.hidden = order.status !== "complete" || !line.path;
  link.setAttribute("aria-label", `${link.textContent}: ${line.name}`);
  link.href = `${line.path}#review.${order.number}.${page.held().key}.${encodeURIComponent(line.sku)}`;
}

function steps(page, order) {
  const now = order.steps.findLastIndex((step) => step.reached);
  return order.steps.map((step, place) => {
    const ahead = step.reached ? "" : page.getAttribute("ahead");
    const element = copy(page.querySelector("template[data-step]"), { label: step.label, at: step.at_text, ahead });
    element.classList.toggle("way__step--reached", step.reached);
    element.classList.toggle("way__step--cancelled", step.status === "cancel");
    if (place === now) element.setAttribute("aria-current", "step");
    return element;
  });
}

function returns(page, all) {
  const list = page.querySelector("[data-returns]");
  const template = page.querySelector("template[data-back]");
  list.replaceChildren(...all.map((line) => copy(template, { ...line, quantity: String(line.quantity) })));
  list.hidden = all.length === 0;
}
