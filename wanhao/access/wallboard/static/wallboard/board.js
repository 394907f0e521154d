// The wall: one board over the whole screen; ← and → turn its pages by hand.
(() => {
  "use strict";
  const drawn = window.wallboard.board(document.querySelector("[data-board]"));
  drawn.define(JSON.parse(document.getElementById("board-definition").textContent));
  document.addEventListener("keydown", (event) => {
    if (event.key === "ArrowRight") drawn.turn(1);
    if (event.key === "ArrowLeft") drawn.turn(-1);
  });
})();
