// Seals files and answers to the case in this browser, then sends them one by one. Comes behind seal.js; without it the form goes as it is.
"use strict";

(function handIn() {
  const form = document.getElementById("hand-in");
  const key = Uint8Array.from(form.dataset.key.match(/../g), (pair) => parseInt(pair, 16));
  const state = document.getElementById("hand-in-state");
  const sealed = async (size, read) => new Blob(await encrypt(key, size, read), { type: "application/octet-stream" });
  const ofText = (text) => { const data = bytesOf(text); return sealed(data.length, async (from, to) => data.subarray(from, to)); };

  async function send(data, about) {
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("sealed", data, "sealed");
    body.append("about", await ofText(JSON.stringify(about)), "about");
    const answer = await fetch(form.action, { method: "POST", body, headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(String(answer.status));
  }

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = form.querySelector("button"), files = [...form.elements.files.files], answers = {};
    for (const field of form.querySelectorAll("[name^='q-']")) {
      if (field.value.trim()) answers[field.name.slice(2)] = field.value.trim();
    }
    if (!files.length && !Object.keys(answers).length) { state.textContent = form.dataset.empty; return; }
    button.disabled = true;
    try {
      for (const file of files) {
        state.textContent = `${form.dataset.sending} ${file.name}`;
        await send(await sealed(file.size, async (from, to) => new Uint8Array(await file.slice(from, to).arrayBuffer())), { name: file.name });
      }
      if (Object.keys(answers).length) await send(await ofText(JSON.stringify(answers)), { statement: true });
      form.reset();
      state.textContent = form.dataset.done;
    } catch (fault) {
      state.textContent = form.dataset.failed;
    }
    button.disabled = false;
    state.focus();
  });
})();
