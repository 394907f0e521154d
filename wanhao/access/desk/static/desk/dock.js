/** The telephone on a page that is not the desk: answer, mute, hang up, and how a leader is in a colleague's call. */

import { setServerTime, startClock, tickNow } from "./clock.js";
import { DeskState } from "./state.js";
import { Telephone } from "./telephone.js";

const root = document.getElementById("dock");
const state = new DeskState(root.dataset.stateUrl);

setServerTime(root.dataset.now);
startClock();
new Telephone({
  root,
  state,
  onShow: (phase) => {
    root.dataset.phase = phase;
    const contact = state.current?.contact;
    const whose = root.querySelector("[data-part=whose]");
    whose.textContent = contact && phase !== "none" ? contact.whose : "";
    tickNow();
  },
});
state.refresh();
