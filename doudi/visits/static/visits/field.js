// The record page: makes ids on the device, sends each part by itself, keeps answers while offline.
// Without this script, and whenever a delivery is refused, the forms work as plain forms.

const page = document.querySelector("[data-visit]");
const told = page.querySelector("[data-said]");
const QUEUE = `doudi-visit-${page.dataset.plan}`;
const AGAIN = 20000;

// UUIDv7: 48 bits of milliseconds, then chance, so that ids sort by when they were made.
function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let at = 0; at < 6; at += 1) bytes[at] = Math.floor(now / 2 ** (8 * (5 - at))) % 256;
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

function visitId() {
  if (!("new" in page.dataset)) return page.dataset.visit;
  const key = `${QUEUE}-id`;
  if (!localStorage.getItem(key)) localStorage.setItem(key, newId());
  return localStorage.getItem(key);
}

function queue() {
  return JSON.parse(localStorage.getItem(QUEUE) || "[]");
}

function keep(parts) {
  if (parts.length) localStorage.setItem(QUEUE, JSON.stringify(parts));
  else localStorage.removeItem(QUEUE);
}

function say(text, kind) {
  told.textContent = text;
  told.className = `dd-notice ${kind}`;
  told.hidden = !text;
}

// What one form holds, with ids for everything that it may record.
function fieldsOf(form) {
  const data = new FormData(form);
  data.delete("_key");
  data.set("visit", visitId());
  data.set("recorded_at", new Date().toISOString());
  if (form.action.includes("/evidence/")) data.set("evidence", newId());
  if ("answers" in form.dataset) {
    for (const name of Array.from(data.keys())) if (name.includes("-")) data.set(`id-${name}`, newId());
  }
  return data;
}

// A server that is away for a moment is as good as no network: what was typed is kept here.
async function send(url, data) {
  const answer = await fetch(url, { method: "POST", body: data, headers: { "X-Deliver": "1" }, redirect: "error" });
  if (answer.status === 503) throw new Error("away");
  return answer;
}

function show(state) {
  const bar = page.querySelector("[data-progress] progress");
  if (bar) { bar.max = state.total; bar.value = state.done; }
}

async function retry() {
  for (const [url, fields] of queue()) {
    const data = new FormData();
    for (const [name, value] of fields) data.append(name, value);
    try {
      const answer = await send(url, data);
      if (!answer.ok) { const why = await answer.json(); say(why.sentence, "bad"); return; }
    } catch { return; }
    keep(queue().slice(1));
    if (!queue().length) location.reload();
  }
}

async function deliver(form) {
  const data = fieldsOf(form);
  try {
    const answer = await send(form.action, data);
    if (!answer.ok) { form.submit(); return; }
    show(await answer.json());
    say(told.dataset.sent, "ok");
    location.hash = form.closest("section").id;
    location.reload();
  } catch {
    const plain = Array.from(data.entries()).filter(([, value]) => typeof value === "string");
    if (form.enctype !== "multipart/form-data") keep([...queue(), [form.action, plain]]);
    say(told.dataset.kept, "wait");
  }
}

// Unsaved parts would be lost by the reload, so every part with changes is sent first.
for (const form of page.querySelectorAll("form[data-deliver]")) {
  form.elements.visit.value = visitId();
  form.addEventListener("input", () => { form.dataset.changed = "1"; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    for (const other of page.querySelectorAll("form[data-answers][data-changed]")) {
      if (other !== form) await send(other.action, fieldsOf(other)).catch(() => undefined);
    }
    await deliver(form);
  });
}

window.addEventListener("online", retry);
setInterval(retry, AGAIN);
retry();
