// The check-in button: makes the id on the device, keeps the press while there is no network and
// sends it later. Without this script the form is a plain form.

const AGAIN = 20000;
const told = document.querySelector("[data-said]");

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

function queueOf(form) {
  return `doudi-check-in-${form.dataset.checkIn}-${new FormData(form).get("person")}`;
}

function say(text, kind) {
  told.textContent = text;
  told.className = `dd-notice ${kind}`;
  told.hidden = !text;
}

// A server that is away for a moment is as good as no network: the press is kept here.
async function send(form, data) {
  data.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
  const answer = await fetch(form.action, { method: "POST", body: data, headers: { "X-Deliver": "1" }, redirect: "error" });
  if (answer.status === 503) throw new Error("away");
  return answer;
}

async function delivered(form, data, key) {
  const answer = await send(form, data);
  localStorage.removeItem(key);
  if (!answer.ok) { say((await answer.json()).sentence, "bad"); return; }
  say(told.dataset.sent, "ok");
  if (form.dataset.back) location.assign(form.dataset.back);
  else location.reload();
}

// A photograph is sent at once or not at all; the press itself is kept.
async function press(form) {
  const data = new FormData(form);
  data.delete("_key");
  data.set("check_in", newId());
  data.set("recorded_at", new Date().toISOString());
  const key = queueOf(form);
  try {
    await delivered(form, data, key);
  } catch {
    const plain = Array.from(data.entries()).filter(([, value]) => typeof value === "string");
    localStorage.setItem(key, JSON.stringify(plain));
    say(told.dataset.kept, "wait");
  }
}

async function retry(form) {
  for (const name of Object.keys(localStorage)) {
    if (!name.startsWith(`doudi-check-in-${form.dataset.checkIn}-`)) continue;
    const data = new FormData();
    for (const [field, value] of JSON.parse(localStorage.getItem(name))) data.append(field, value);
    try { await delivered(form, data, name); } catch { return; }
  }
}

for (const form of document.querySelectorAll("form[data-check-in]")) {
  form.addEventListener("submit", (event) => { event.preventDefault(); press(form); });
  window.addEventListener("online", () => retry(form));
  setInterval(() => retry(form), AGAIN);
  retry(form);
}
