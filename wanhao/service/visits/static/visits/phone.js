// Every page of the technician: keeps the pages for later, shows whether there is a network, sends what waits.
import { draw, flush } from "./outbox.js";

const page = document.querySelector("[data-visits]");
const banner = document.getElementById("offline");

function showNetwork() {
  banner.hidden = navigator.onLine;
}

async function keepPages() {
  if (!("serviceWorker" in navigator)) return;
  await navigator.serviceWorker.register(page.dataset.worker, { scope: "/visits/", updateViaCache: "none" });
  const ready = await navigator.serviceWorker.ready;
  const jobs = Array.from(document.querySelectorAll("a[data-keep]"), (link) => link.href);
  const parts = performance.getEntriesByType("resource").map((entry) => entry.name).filter((name) => new URL(name).pathname.startsWith("/static/"));
  const scripts = ["job.js", "phone.js", "outbox.js", "signature.js", "store.js", "../new_key.js"].map((name) => new URL(name, import.meta.url).href);
  ready.active.postMessage({ keep: [location.href, ...jobs, ...parts, ...scripts] });
}

// What is kept of customers leaves the phone with the person.
document.addEventListener("submit", (event) => {
  if (event.target.action.includes("logout") && "caches" in window) caches.delete("visits-pages");
});
addEventListener("online", showNetwork);
addEventListener("offline", showNetwork);
document.addEventListener("visits:answered", ({ detail }) => {
  window.wanhao.toast(detail.said.message, detail.said.isTaken ? (detail.said.state === "held" ? "warning" : "success") : "error");
});
navigator.serviceWorker?.addEventListener("message", (event) => {
  if (event.data.kept) document.documentElement.dataset.kept = event.data.kept;
});
showNetwork();
draw();
flush();
if (navigator.onLine) keepPages();
