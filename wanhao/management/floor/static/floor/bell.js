/** A sound for every help request that is new on this page. */

let known = 0;
let context = null;

function tone(frequency, from) {
  const [oscillator, gain] = [context.createOscillator(), context.createGain()];
  const start = context.currentTime + from;
  oscillator.frequency.value = frequency;
  gain.gain.setValueAtTime(0.2, start);
  gain.gain.exponentialRampToValueAtTime(0.001, start + 0.4);
  oscillator.connect(gain).connect(context.destination);
  oscillator.start(start);
  oscillator.stop(start + 0.4);
}

function listen() {
  const newest = Number(document.querySelector("[data-help-newest]")?.dataset.helpNewest ?? 0);
  if (newest > known && context?.state === "running") [784, 988, 1175].forEach((pitch, place) => tone(pitch, place * 0.18));
  known = Math.max(known, newest);
}

/** Listen from now on; browsers keep a page silent until it is touched once. */
export function startBell() {
  listen();
  context = new AudioContext();
  const wake = () => context.resume().catch(() => {});
  for (const kind of ["pointerdown", "keydown"]) document.addEventListener(kind, wake, { capture: true });
  document.addEventListener("htmx:afterSettle", ({ target }) => target.id === "help-open" && listen());
}
