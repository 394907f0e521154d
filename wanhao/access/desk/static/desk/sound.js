/** The ringing of an incoming call, made by WebAudio: no files, volume and device as chosen. */

import { chosen } from "./devices.js";

let context = null;
let gain = null;
let timer = null;

/** Browsers keep a page silent until it is touched once. */
export function isSilenced() {
  return context !== null && context.state === "suspended";
}

/** Make the sound ready; again at the first touch or key. */
export function prepareSound(onChange = () => {}) {
  context = new AudioContext();
  gain = context.createGain();
  gain.connect(context.destination);
  context.addEventListener("statechange", onChange);
  const wake = () => context.resume().catch(() => {});
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { capture: true });
  useRinger();
}

/** Ring on the chosen device, where the browser can choose. */
export function useRinger() {
  context?.setSinkId?.(chosen("ringer")).catch(() => {});
}

function tone(frequency, from, seconds) {
  const oscillator = context.createOscillator();
  const envelope = context.createGain();
  const start = context.currentTime + from;
  oscillator.frequency.value = frequency;
  envelope.gain.setValueAtTime(0, start);
  envelope.gain.linearRampToValueAtTime(1, start + 0.02);
  envelope.gain.setValueAtTime(1, start + seconds - 0.05);
  envelope.gain.linearRampToValueAtTime(0, start + seconds);
  oscillator.connect(envelope).connect(gain);
  oscillator.start(start);
  oscillator.stop(start + seconds);
}

function setLoudness() {
  gain.gain.value = (Number(chosen("volume")) / 100) ** 2 * 0.5;
}

function ringOnce() {
  setLoudness();
  for (const from of [0, 0.2, 0.4]) {
    tone(660, from, 0.16);
    tone(880, from, 0.16);
  }
}

/** Ring until `stopRinging`. */
export function startRinging() {
  if (!context || timer) return;
  ringOnce();
  timer = setInterval(ringOnce, 2000);
}

export function stopRinging() {
  clearInterval(timer);
  timer = null;
}

/** One ring, to set the volume by. */
export function testRing() {
  if (!timer) context?.resume().then(ringOnce);
}

/** A short high tone: an automatically answered call begins. */
export function beep() {
  if (!context) return;
  setLoudness();
  tone(1400, 0, 0.18);
}

/** Two rising tones: a chat is offered. */
export function chime() {
  if (!context || timer) return;
  setLoudness();
  tone(784, 0, 0.14);
  tone(1175, 0.16, 0.22);
}

/** One low tone: a customer wrote in a chat that is not before the agent. */
export function knock() {
  if (!context || timer) return;
  setLoudness();
  tone(523, 0, 0.12);
}
