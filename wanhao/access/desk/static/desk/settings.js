/** The small window of sound and devices: microphone, earpiece, ringer, volume, automatic answering. */

import { choose, chosen, listDevices } from "./devices.js";
import { testRing, useRinger } from "./sound.js";
import { text } from "./texts.js";

async function fillDevices(dialog) {
  const devices = await listDevices();
  const lists = { microphone: devices.microphone, earpiece: devices.earpiece, ringer: devices.earpiece };
  for (const [kind, list] of Object.entries(lists)) {
    const select = dialog.querySelector(`[name="${kind}"]`);
    const system = new Option(text("system_device"), "");
    select.replaceChildren(system, ...list.map((d, n) => new Option(d.label || `${text(kind)} ${n + 1}`, d.id)));
    select.value = chosen(kind);
    if (select.selectedIndex < 0) select.value = ""; // the device was unplugged
    select.disabled = list.length === 0;
  }
}

/** Wire the dialog #sound to the softphone. */
export function startSettings(phone) {
  const dialog = document.getElementById("sound");
  const apply = {
    microphone: () => phone.useMicrophone(),
    earpiece: () => phone.useEarpiece(),
    ringer: () => useRinger(),
    volume: () => testRing(),
  };
  dialog.querySelector("[name=volume]").value = chosen("volume");
  dialog.addEventListener("change", ({ target }) => {
    if (!(target.name in apply)) return;
    choose(target.name, target.value);
    apply[target.name]();
  });
  dialog.querySelector("[data-does=test-ring]").addEventListener("click", testRing);
  dialog.addEventListener("toggle", () => dialog.open && fillDevices(dialog));
}
