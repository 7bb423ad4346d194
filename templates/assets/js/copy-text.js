// <copy-text copied>: a button that copies what stands in it.
import { Live } from "./element.js";

class CopyText extends Live {
  start() {
    const button = this.querySelector("[data-copy]");
    button.hidden = !navigator.clipboard;
    this.on(button, "click", async () => {
      await navigator.clipboard.writeText(this.querySelector("[data-code]").textContent);
      button.textContent = this.getAttribute("copied");
    });
  }
}

customElements.define("copy-text", CopyText);
