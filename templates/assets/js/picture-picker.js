// <picture-picker most name-of added unreadable many>: pictures to go with a message, made smaller as they are chosen.
import { Live } from "./element.js";
import { copy, fill, show } from "./fill.js";
import { drawn, encoded } from "./shrink.js";

class PicturePicker extends Live {
  start() {
    this.canvases = [];
    this.input = this.querySelector("input[type=file]");
    this.most = Number(this.getAttribute("most"));
    this.input.disabled = false;
    this.querySelector("[data-picking]").hidden = false;
    this.on(this.input, "change", () => this.chosen([...this.input.files]));
    this.on(this, "click", (event) => this.removed(event.target.closest("button")));
  }

  /** The pictures in base64, as the functions take them. */
  get contents() {
    return this.canvases.map(encoded);
  }

  clear() {
    this.canvases = [];
    this.complain("");
    this.draw();
  }

  async chosen(files) {
    this.complain("");
    this.input.value = ""; // so that the same file can be chosen again
    for (const file of files) {
      if (this.canvases.length >= this.most) {
        this.complain(this.getAttribute("many"));
        break;
      }
      await this.add(file);
    }
    this.draw();
    this.say();
  }

  async add(file) {
    try {
      this.canvases.push(await drawn(file));
    } catch {
      this.complain(this.words("unreadable", { name: file.name }));
    }
  }

  removed(button) {
    if (!button) return;
    this.canvases.splice([...this.querySelectorAll("[data-list] button")].indexOf(button), 1);
    this.complain("");
    this.draw();
    this.say();
    this.input.focus();
  }

  draw() {
    const template = this.querySelector("template[data-picture]");
    const list = this.querySelector("[data-list]");
    list.replaceChildren(...this.canvases.map((canvas, place) => this.item(template, canvas, place + 1)));
    list.hidden = this.canvases.length === 0;
  }

  item(template, canvas, n) {
    const name = this.words("name-of", { n });
    const item = copy(template, { name });
    canvas.className = item.querySelector("canvas").className;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", name);
    item.querySelector("canvas").replaceWith(canvas);
    return item;
  }

  say() {
    fill(this, { said: this.words("added", { n: this.canvases.length }) });
  }

  complain(words) {
    const place = show(this.querySelector("[data-picking]"), "error", words);
    if (words) this.input.setAttribute("aria-invalid", "true");
    else this.input.removeAttribute("aria-invalid");
    return place;
  }
}

customElements.define("picture-picker", PicturePicker);

/** Complaints about single pictures, `pictures.1`, made complaints of the field that shows them all. */
export function ofPictures(errors, picker) {
  return errors.map((error) => {
    const [name, place] = error.field.split(".");
    if (name !== "pictures" || place === undefined) return error;
    const which = picker.words("name-of", { n: Number(place) + 1 });
    return { ...error, field: name, message: `${which}: ${error.message}` };
  });
}
