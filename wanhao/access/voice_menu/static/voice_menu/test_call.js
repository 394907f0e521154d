/** The manager's own telephone in the browser dials the draft; keys of the screen go into the call. */

import { Softphone } from "../desk/softphone.js";
import { address, get } from "./server.js";
import { text } from "./texts.js";

const READY_SECONDS = 12;

export class TestCall {
  #phone = null;

  constructor(button, sheet, saving) {
    this.button = button;
    this.sheet = sheet;
    this.saving = saving;
    button.addEventListener("click", () => (this.#phone?.call ? this.#phone.hangUp() : this.#begin()));
  }

  async #begin() {
    this.button.disabled = true;
    try {
      await this.saving.settle();
      const account = await get(address("phone"));
      const phone = this.#made();
      if (phone.line !== "registered") {
        phone.start(account);
        await registered(phone);
      }
      phone.dial(account.dial);
    } catch (error) {
      window.wanhao.toast(error.message || text("no_phone"), "error");
    } finally {
      this.button.disabled = false;
    }
  }

  #made() {
    if (this.#phone) return this.#phone;
    this.#phone = new Softphone(document.getElementById("draft-voice"));
    this.#phone.addEventListener("change", () => this.#show());
    this.#phone.addEventListener("nomicrophone", () => window.wanhao.toast(text("no_microphone"), "error"));
    this.#phone.addEventListener("ended", ({ detail }) => {
      this.sheet.close();
      if (detail.phase !== "talking") window.wanhao.toast(text("call_failed", { cause: detail.cause ?? "" }), "error");
    });
    addEventListener("pagehide", () => this.#phone.stop());
    return this.#phone;
  }

  #show() {
    const { call } = this.#phone.snapshot();
    this.button.classList.toggle("btn-danger", Boolean(call));
    this.button.querySelector("span").textContent = call ? text("hang_up") : text("test_call");
    if (call && !this.sheet.open) this.#open();
    const state = document.getElementById("call-state");
    if (state && call) state.textContent = text(call.phase === "talking" ? "call_talking" : "call_calling");
  }

  #open() {
    const content = document.getElementById("sheet-content");
    const title = document.createElement("h2");
    title.textContent = text("test_call");
    const state = document.createElement("p");
    state.id = "call-state";
    state.setAttribute("role", "status");
    const pad = document.createElement("div");
    pad.className = "pad";
    for (const key of "123456789*0#") {
      const button = document.createElement("button");
      button.type = "button";
      button.className = "btn pad-key";
      button.textContent = key;
      button.addEventListener("click", () => this.#phone.pressKey(key));
      pad.append(button);
    }
    const help = document.createElement("p");
    help.className = "form-hint";
    help.textContent = text("test_call_help");
    const end = document.createElement("button");
    end.type = "button";
    end.className = "btn btn-danger";
    end.textContent = text("hang_up");
    end.addEventListener("click", () => this.#phone.hangUp());
    content.replaceChildren(title, state, pad, help, end);
    this.sheet.addEventListener("close", () => this.#phone.hangUp(), { once: true });
    this.sheet.showModal();
  }
}

/** Wait until the telephone is registered; says why not. */
function registered(phone) {
  return new Promise((resolve, reject) => {
    const late = setTimeout(() => reject(new Error(text("no_phone"))), READY_SECONDS * 1000);
    const look = () => {
      if (phone.line === "registered") resolve(clearTimeout(late));
      else if (phone.line === "rejected" || phone.line === "refused") reject(new Error(text("no_phone"), clearTimeout(late)));
    };
    phone.addEventListener("change", look);
    look();
  });
}
