// Shows the copy buttons where the browser can copy; without this the text is selected by hand.
for (const button of document.querySelectorAll("button[data-copy]")) {
  const text = document.getElementById(button.dataset.copy);
  if (!navigator.clipboard || !text) continue;
  button.hidden = false;
  button.setAttribute("aria-live", "polite");
  const before = button.textContent;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(text.textContent);
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2500);
  });
}
