// Sending a message once: whatever was not answered is sent again under its key, so that it cannot arrive twice.
import { freshKey } from "./form-keeping.js";
import * as tokens from "./form-token.js";
import { post } from "./server.js";

export class Sending {
  constructor(path) {
    this.path = path;
    this.token = tokens.fresh();
  }

  /** Sends the fields; resolves to `{status, body}`. The button says so meanwhile, and rests. */
  async send(fields, button, words) {
    const said = JSON.stringify(fields);
    if (this.waiting?.said !== said) this.waiting = { said, key: freshKey() };
    const label = button.textContent;
    button.disabled = true;
    button.textContent = words;
    const sent = { ...fields, form_token: this.token.value };
    const answer = await post(this.path, sent, { "Idempotency-Key": this.waiting.key });
    button.disabled = false;
    button.textContent = label;
    if (answer.status >= 200 && answer.status < 500) this.waiting = undefined;
    if (answer.status < 400 || answer.status >= 500) this.token = tokens.fresh(); // it may have been used
    return answer;
  }
}
