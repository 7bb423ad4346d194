// <idea-vote idea language failed>: votes without leaving the page; with an address, a code confirms the vote.
import "./confirm-code.js";
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request } from "./form-data.js";
import * as tokens from "./form-token.js";
import { forgetVoter, remember, voter } from "./my-votes.js";
import { post } from "./server.js";

/** What a form must have been open for, in milliseconds; a quick hand only waits a little. */
const SOON = 2200;

class IdeaVote extends Live {
  start() {
    this.asking = this.querySelector("[data-asking]");
    this.form = this.querySelector("[data-form]");
    this.form.noValidate = true;
    this.on(this.asking, "toggle", () => this.opened());
    this.on(this.form, "submit", (event) => this.send(event));
    this.on(this, "confirmed", () => show(this, "told", ""));
  }

  opened() {
    if (!this.asking.open) return;
    this.token ??= tokens.fresh();
    if (voter()) this.again();
  }

  /** Whoever has confirmed an address today votes with one press. */
  async again() {
    const { status, body } = await this.post({ proof: voter() });
    if (status === 200) return this.counted(body);
    forgetVoter();
  }

  async send(event) {
    event.preventDefault();
    complain(this.form, []);
    show(this.form, "notice", "");
    const button = this.form.querySelector("button");
    button.disabled = true;
    let answer = await this.vote();
    if (needsToken(answer)) {
      await new Promise((passed) => setTimeout(passed, SOON));
      answer = await this.vote();
    }
    button.disabled = false;
    this.answered(answer);
  }

  async vote() {
    const answer = await this.post({ ...request(this.form), form_token: this.token?.value });
    this.token = tokens.fresh(); // it may have been used
    return answer;
  }

  post(fields) {
    const language = this.getAttribute("language");
    return post(`/api/feedback/${this.getAttribute("idea")}/vote`, { language, ...fields });
  }

  answered({ status, body }) {
    if (status === 202) return this.asked(body);
    if (status === 200) return this.counted(body);
    if (status === 422 && body.errors?.length) return complain(this.form, body.errors);
    const words = (status >= 400 && status < 500 && body.title) || this.getAttribute("failed");
    return show(this.form, "notice", words).focus();
  }

  asked(body) {
    this.tell(body.message);
    this.querySelector("confirm-code").ask(this.getAttribute("idea"), body.proof);
  }

  counted(body) {
    const idea = this.getAttribute("idea");
    remember(idea);
    document.dispatchEvent(new CustomEvent("vitrina:votes", { detail: { [idea]: body } }));
    this.tell(body.message);
  }

  tell(message) {
    this.asking.hidden = true;
    show(this, "told", message).focus();
  }
}

/** Whether nothing but a token that is older, or newer, is missing. */
function needsToken({ status, body }) {
  return status === 422 && body.errors?.length === 1 && body.errors[0].field === "form_token";
}

customElements.define("idea-vote", IdeaVote);
