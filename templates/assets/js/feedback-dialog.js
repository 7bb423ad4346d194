// The form of the feedback page in a dialog over another; what is typed stays in it while it is closed.
import "./feedback-form.js";

let dialog;
let coming;

/** Shows the dialog; *close* is what its button to leave it is called. Throws where the page cannot be fetched. */
export async function open(address, close) {
  coming ??= fetched(address).then((page) => built(page, close));
  try {
    dialog = await coming;
  } catch (error) {
    coming = undefined;
    throw error;
  }
  if (!dialog.open) dialog.showModal();
}

/** The page as a document: parsed, its scripts not run. */
function fetched(address) {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("GET", address);
    request.responseType = "document";
    request.onload = () => (request.status === 200 && request.response ? resolve(request.response) : reject());
    request.onerror = reject;
    request.send();
  });
}

async function built(page, close) {
  const form = page.querySelector("feedback-form");
  await dressed(page);
  const made = document.createElement("dialog");
  made.className = "feedback-dialog";
  made.setAttribute("aria-labelledby", "feedback-dialog-title");
  made.append(head(page.querySelector("h1").textContent, close, made), document.adoptNode(form));
  made.addEventListener("click", (event) => event.target === made && made.close());
  made.addEventListener("close", () => form.again());
  document.body.append(made);
  return made;
}

/** Waits for the styles that the form has on its own page and that are missing here. */
function dressed(page) {
  const worn = new Set([...document.styleSheets].map((sheet) => sheet.href));
  const missing = [...page.querySelectorAll("link[rel=stylesheet]")].filter((link) => !worn.has(link.href));
  return Promise.all(missing.map((link) => new Promise((loaded) => put(link, loaded))));
}

function put(link, loaded) {
  const own = document.importNode(link);
  own.onload = loaded;
  own.onerror = loaded;
  document.head.append(own);
}

function head(title, close, made) {
  const row = document.createElement("div");
  row.className = "feedback-dialog__head";
  const heading = document.createElement("h2");
  Object.assign(heading, { id: "feedback-dialog-title", className: "feedback-dialog__title", tabIndex: -1, autofocus: true });
  heading.textContent = title;
  const button = document.createElement("button");
  Object.assign(button, { type: "button", className: "feedback-dialog__close", textContent: "×" });
  button.setAttribute("aria-label", close);
  button.addEventListener("click", () => made.close());
  row.append(heading, button);
  return row;
}
