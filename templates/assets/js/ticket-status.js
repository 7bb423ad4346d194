// <ticket-status language …>: shows the ticket whose number and secret stand in the address after "#", and takes answers.
import { Live } from "./element.js";
import { show } from "./fill.js";
import { complain, request } from "./form-data.js";
import { ofPictures } from "./picture-picker.js";
import { Sending } from "./sending.js";
import { post } from "./server.js";
import { fillTicket } from "./ticket-view.js";

const PARTS = ["waiting", "missing", "offline", "ticket", "finding"];

class TicketStatus extends Live {
  start() {
    this.form = this.querySelector("[data-writing] form");
    this.form.noValidate = true;
    this.on(window, "hashchange", () => this.look());
    this.on(this.querySelector("[data-retry]"), "click", () => this.look());
    this.on(this.form, "submit", (event) => this.write(event));
    this.on(this.querySelector("[data-rate]"), "submit", (event) => this.rate(event));
    this.look();
  }

  /** What the link says; one in a letter has a third part, which shows that its address was right. */
  held() {
    const [number, key, proof] = location.hash.slice(1).split(".");
    this.number = number;
    return { key, ...(proof ? { proof } : {}), language: this.getAttribute("language") };
  }

  path(call) {
    return `/api/tickets/${encodeURIComponent(this.number)}/${call}`;
  }

  async look() {
    const held = this.held();
    if (!this.number && !held.key) return this.reveal("finding", PARTS);
    this.reveal("waiting", PARTS);
    const { status, body } = await post(this.path("view"), held);
    if (status === 200) return this.show(body);
    const missing = status >= 400 && status < 500;
    this.reveal(missing ? "missing" : "offline", PARTS);
    this.querySelector("[data-finding]").hidden = !missing;
  }

  show(ticket) {
    this.ticket = ticket;
    fillTicket(this, ticket);
    show(this, "complaint", "");
    show(this, "done", "");
    this.reveal("ticket", PARTS);
    if (ticket.may_write) this.sending = new Sending(this.path("messages"));
  }

  async write(event) {
    event.preventDefault();
    complain(this.form, []);
    const picker = this.form.querySelector("picture-picker");
    const { key, language } = this.held();
    const pictures = picker.contents;
    const fields = { ...request(this.form), key, language, ...(pictures.length ? { pictures } : {}) };
    const button = this.form.querySelector("[data-send]");
    const { status, body } = await this.sending.send(fields, button, this.getAttribute("sending"));
    if (status === 422 && body.errors?.length) return complain(this.form, ofPictures(body.errors, picker));
    if (status !== 200 && status !== 201) return this.refused(status, body);
    this.form.reset();
    picker.clear();
    return this.wrote(body);
  }

  wrote(body) {
    if (body.number !== this.ticket.number) return location.assign(body.track); // that one was closed
    this.show(body);
    return this.done(this.getAttribute("written"));
  }

  async rate(event) {
    event.preventDefault();
    const { key, language } = this.held();
    const sent = { ...request(event.target), key, language };
    const { status, body } = await post(this.path("rating"), sent);
    if (status !== 200) return this.refused(status, body);
    this.show(body);
    return this.querySelector("[data-stage]").focus();
  }

  refused(status, body) {
    const words = (status >= 400 && status < 500 && body.title) || this.getAttribute("failed");
    show(this, "complaint", words).focus();
  }

  done(words) {
    show(this, "done", words).focus();
  }
}

customElements.define("ticket-status", TicketStatus);
