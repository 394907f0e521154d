/** Microphone, earpiece and ringer of this computer; remembered in this browser. */

const STORE = "wanhao.devices";
const kept = JSON.parse(localStorage.getItem(STORE) ?? "{}");

/** The choice of one kind: `microphone`, `earpiece` or `ringer` (a device id, "" = the system's), or `volume` 0–100. */
export function chosen(kind) {
  return kept[kind] ?? (kind === "volume" ? 60 : "");
}

/** Remember a choice. */
export function choose(kind, value) {
  kept[kind] = value;
  localStorage.setItem(STORE, JSON.stringify(kept));
}

/** What to ask the browser for when a call needs the microphone. */
export function audioWanted() {
  const id = chosen("microphone");
  const wanted = { echoCancellation: true, noiseSuppression: true, autoGainControl: true };
  return id ? { ...wanted, deviceId: { ideal: id } } : wanted;
}

/** Devices as {microphone: [...], earpiece: [...]} of {id, label}; labels are empty until the microphone is allowed. */
export async function listDevices() {
  const all = (await navigator.mediaDevices?.enumerateDevices()) ?? [];
  const of = (kind) => all.filter((d) => d.kind === kind && d.deviceId).map((d) => ({ id: d.deviceId, label: d.label }));
  return { microphone: of("audioinput"), earpiece: of("audiooutput") };
}

/**
 * May we use the microphone? `ok`, `denied`, `missing` (no microphone), `ask` (not asked yet) or `insecure`
 * (browsers give no microphone to a page of a plain http address). With `ask` the browser asks the person.
 */
export async function microphoneState({ ask = false } = {}) {
  if (!navigator.mediaDevices?.getUserMedia) return "insecure";
  const permission = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
  if (permission?.state === "denied") return "denied";
  if (permission?.state === "prompt" && !ask) return "ask";
  try {
    const stream = await navigator.mediaDevices.getUserMedia({ audio: audioWanted() });
    stream.getTracks().forEach((track) => track.stop());
    return "ok";
  } catch (error) {
    return error.name === "NotAllowedError" ? "denied" : "missing";
  }
}

/** Tell when the permission or the devices change. */
export async function onDevicesChanged(listener) {
  navigator.mediaDevices?.addEventListener("devicechange", listener);
  const permission = await navigator.permissions?.query({ name: "microphone" }).catch(() => null);
  permission?.addEventListener("change", listener);
}
