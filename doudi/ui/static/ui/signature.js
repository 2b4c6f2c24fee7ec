// Signature pad: draws with finger, mouse or pen into a canvas, keeps a PNG data URL in the hidden input beside it.
"use strict";

const LINE = 3;

function point(canvas, event) {
  const box = canvas.getBoundingClientRect();
  return [event.clientX - box.left - canvas.clientLeft, event.clientY - box.top - canvas.clientTop];
}

function restore(pad) {
  if (!pad.value.value) return;
  const image = new Image();
  image.onload = () => pad.pen.drawImage(image, 0, 0, pad.canvas.clientWidth, pad.canvas.clientHeight);
  image.src = pad.value.value;
}

function size(pad) {
  const width = pad.canvas.clientWidth;
  if (!width || width === pad.width) return;
  const scale = Math.min(2, window.devicePixelRatio || 1);
  pad.width = width;
  pad.canvas.width = width * scale;
  pad.canvas.height = pad.canvas.clientHeight * scale;
  pad.pen.scale(scale, scale);
  blank(pad);
  restore(pad);
}

function blank(pad) {
  pad.pen.fillStyle = "#fff";
  pad.pen.fillRect(0, 0, pad.canvas.clientWidth, pad.canvas.clientHeight);
}

function tell(pad) {
  pad.told.textContent = pad.value.value ? pad.told.dataset.signed : pad.told.dataset.blank;
}

function start(pad, event) {
  if (event.button > 0) return;
  event.preventDefault();
  pad.canvas.setPointerCapture(event.pointerId);
  pad.drawing = true;
  pad.pen.lineWidth = LINE;
  pad.pen.lineCap = pad.pen.lineJoin = "round";
  pad.pen.strokeStyle = "#16324f";
  pad.pen.beginPath();
  pad.pen.moveTo(...point(pad.canvas, event));
}

function draw(pad, event) {
  if (!pad.drawing) return;
  for (const step of event.getCoalescedEvents?.() || [event]) pad.pen.lineTo(...point(pad.canvas, step));
  pad.pen.stroke();
  pad.marked = true;
}

function finish(pad) {
  if (!pad.drawing) return;
  pad.drawing = false;
  if (pad.marked) pad.value.value = pad.canvas.toDataURL("image/png");
  tell(pad);
}

function clear(pad) {
  pad.marked = false;
  pad.value.value = "";
  blank(pad);
  tell(pad);
}

function mount(root) {
  const canvas = root.querySelector("canvas");
  const pad = { canvas, pen: canvas.getContext("2d"), value: root.querySelector("[data-value]"), told: root.querySelector("[data-told]"), width: 0, drawing: false, marked: false };
  root.querySelector("[data-pad]").hidden = false;
  size(pad);
  tell(pad);
  canvas.addEventListener("pointerdown", (event) => start(pad, event));
  canvas.addEventListener("pointermove", (event) => draw(pad, event));
  canvas.addEventListener("pointerup", () => finish(pad));
  canvas.addEventListener("pointercancel", () => finish(pad));
  root.querySelector("[data-clear]").addEventListener("click", () => clear(pad));
  window.addEventListener("resize", () => size(pad));
}

document.querySelectorAll("[data-signature]").forEach(mount);
