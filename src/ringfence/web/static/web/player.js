"use strict";
// A place in the transcript plays in the page's player. Without this script the link opens the recording at that place.
document.addEventListener("click", (event) => {
  const link = event.target.closest("a[data-at]");
  const player = document.getElementById("player");
  if (!link || !player) return;
  event.preventDefault();
  const go = () => { player.currentTime = Number(link.dataset.at); player.play(); };
  if (player.readyState > 0) go();
  else { player.addEventListener("loadedmetadata", go, { once: true }); player.load(); }
});

// When the writing down has ended, the page is shown with its transcript.
document.addEventListener("htmx:afterSwap", () => {
  if (document.querySelector(".job .note.good")) location.reload();
});
