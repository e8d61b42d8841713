"use strict";
// Adding many files: one after the other, each with its bar. Without this script the form sends them all at once.
(() => {
  const form = document.querySelector("form.upload");
  const list = document.getElementById("sending");
  if (!form || !list || !window.FormData) return;
  const words = form.dataset;
  const drop = document.getElementById("drop");
  const LIMIT = 16 * 1024 ** 3 - 1024 ** 2;
  const queue = [];
  let busy = false;

  const line = (name) => {
    const item = document.createElement("li");
    const title = document.createElement("b");
    title.textContent = name;
    const state = document.createElement("p");
    state.setAttribute("role", "status");
    const bar = document.createElement("progress");
    bar.max = 100;
    bar.value = 0;
    bar.setAttribute("aria-label", name);
    const stop = document.createElement("button");
    stop.type = "button";
    stop.className = "plain";
    stop.textContent = words.stop;
    stop.setAttribute("aria-label", `${words.stop} ${name}`);
    item.append(title, state, bar, stop);
    list.append(item);
    return { item, state, bar, stop };
  };

  const over = (shown, text) => {
    shown.state.textContent = text;
    shown.bar.remove();
    shown.stop.remove();
  };

  const refresh = () => window.htmx && window.htmx.trigger("#adding", "refresh");

  const send = (task) => new Promise((done) => {
    const { file, shown } = task;
    const body = new FormData();
    body.append("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.append("owner", task.owner);
    body.append("files", file, file.name);
    const call = new XMLHttpRequest();
    task.call = call;
    call.open("POST", form.action || location.href);
    call.setRequestHeader("X-Requested-With", words.by);
    call.upload.onprogress = (event) => {
      if (!event.lengthComputable) return;
      const percent = Math.floor((100 * event.loaded) / event.total);
      shown.bar.value = percent;
      shown.state.textContent = `${words.sending} · ${percent}%`;
    };
    call.upload.onload = () => {
      shown.bar.removeAttribute("value");
      shown.state.textContent = words.sealing;
    };
    call.onload = () => {
      const taken = call.status === 200 && (call.getResponseHeader("Content-Type") || "").startsWith("application/json");
      if (taken) shown.item.remove();
      else over(shown, call.responseURL.includes("/unlock/") ? words.locked : words.failed);
      done();
    };
    call.onerror = () => { over(shown, words.failed); done(); };
    call.onabort = () => { over(shown, words.stopped); done(); };
    shown.state.textContent = words.sending;
    call.send(body);
  });

  const work = async () => {
    if (busy) return;
    busy = true;
    while (queue.length) {
      const task = queue.shift();
      if (task.stopped) continue;
      await send(task);
      refresh();
    }
    busy = false;
  };

  const take = (files) => {
    const all = [...files];
    if (all.some((file) => file.name === "Manifest.db")) {
      over(line("Manifest.db"), words.backup);
      return;
    }
    for (const file of all) {
      const shown = line(file.name);
      if (file.size > LIMIT) { over(shown, words.large); continue; }
      const task = { file, shown, owner: form.elements.owner.value, stopped: false, call: null };
      shown.state.textContent = words.waiting;
      shown.stop.addEventListener("click", () => {
        task.stopped = true;
        if (task.call) task.call.abort();
        else over(shown, words.stopped);
      });
      queue.push(task);
    }
    work();
  };

  const chosen = [...form.querySelectorAll("input[type=file]")];
  form.addEventListener("submit", (event) => {
    const files = chosen.flatMap((input) => [...input.files]);
    if (!files.length) return; // a folder's place, or nothing: the plain form
    event.preventDefault();
    take(files);
    chosen.forEach((input) => { input.value = ""; });
  });

  const inside = async (entry) => {
    if (entry.isFile) return [await new Promise((found, lost) => entry.file(found, lost))];
    const reader = entry.createReader();
    const files = [];
    for (;;) {
      const some = await new Promise((found, lost) => reader.readEntries(found, lost));
      if (!some.length) return files;
      for (const one of some) files.push(...await inside(one));
    }
  };

  drop.querySelector(".drop-word").hidden = false;
  drop.addEventListener("dragover", (event) => { event.preventDefault(); drop.classList.add("over"); });
  drop.addEventListener("dragleave", () => drop.classList.remove("over"));
  drop.addEventListener("drop", async (event) => {
    event.preventDefault();
    drop.classList.remove("over");
    const entries = [...event.dataTransfer.items].map((item) => item.webkitGetAsEntry && item.webkitGetAsEntry()).filter(Boolean);
    const plain = [...event.dataTransfer.files];
    if (!entries.length) { take(plain); return; }
    const found = [];
    for (const entry of entries) {
      try { found.push(...await inside(entry)); } catch { over(line(entry.name), words.failed); }
    }
    take(found);
  });

  window.addEventListener("beforeunload", (event) => { if (busy) event.preventDefault(); });
})();
