// <feedback-button>: opens the page its link leads to as a dialog; where that fails, the link is followed.
import { Live } from "./element.js";

class FeedbackButton extends Live {
  start() {
    const link = this.querySelector("a");
    link.setAttribute("role", "button");
    link.setAttribute("aria-haspopup", "dialog");
    this.on(link, "click", (event) => this.pressed(event, link));
    this.on(link, "keydown", (event) => event.key === " " && this.pressed(event, link));
  }

  async pressed(event, link) {
    if (event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    try {
      const { open } = await import("./feedback-dialog.js");
      await open(link.href, this.getAttribute("close"));
    } catch {
      location.assign(link.href);
    }
  }
}

customElements.define("feedback-button", FeedbackButton);
