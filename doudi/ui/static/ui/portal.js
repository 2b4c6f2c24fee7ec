// Reads the page aloud where the browser can; the button stays hidden where it cannot.
"use strict";

const reader = document.querySelector("[data-read]");

function stop() {
  window.speechSynthesis.cancel();
  show(false);
}

function show(reading) {
  reader.setAttribute("aria-pressed", String(reading));
  reader.textContent = reading ? reader.dataset.stop : reader.dataset.start;
}

function read() {
  const parts = [document.querySelector("h1"), document.querySelector("main")];
  const words = parts.map((part) => (part ? part.innerText : "")).join("。");
  const speech = new SpeechSynthesisUtterance(words);
  speech.lang = "zh-CN";
  speech.rate = 0.9;
  speech.onend = speech.onerror = () => show(false); // no voice for Chinese: nothing is read
  window.speechSynthesis.cancel();
  window.speechSynthesis.speak(speech);
  show(true);
}

if (reader && "speechSynthesis" in window) {
  reader.dataset.start = reader.textContent;
  reader.hidden = false;
  reader.addEventListener("click", () => (reader.getAttribute("aria-pressed") === "true" ? stop() : read()));
  window.addEventListener("pagehide", () => window.speechSynthesis.cancel());
}

document.querySelector("#errors")?.focus();
