// Keys of the desk: "/" searches, j and k move through rows, Enter follows the focused link, Esc leaves.
"use strict";

function typing(target) {
  return target.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(target.tagName);
}

function openers() {
  return Array.from(document.querySelectorAll("tbody[data-rows] a[data-open]"));
}

function move(step) {
  const links = openers();
  if (!links.length) return;
  const row = document.activeElement.closest("tbody[data-rows] tr");
  const at = row ? links.findIndex((link) => row.contains(link)) : -1;
  const next = at < 0 ? (step > 0 ? 0 : links.length - 1) : at + step;
  const link = links[Math.min(links.length - 1, Math.max(0, next))];
  link.focus();
  link.scrollIntoView({ block: "nearest" });
}

function search() {
  const box = document.querySelector("[data-search]");
  if (box) { box.focus(); box.select(); }
  return Boolean(box);
}

// a phone has no such key
function nameKey() {
  const box = document.querySelector("[data-search]");
  if (box && matchMedia("(hover: hover)").matches) box.placeholder += `　${box.dataset.key}`;
}

nameKey();
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.key === "Escape") { document.activeElement.blur(); return; }
  if (typing(event.target)) return;
  if (event.key === "/" && search()) event.preventDefault();
  if (event.key === "j") move(1);
  if (event.key === "k") move(-1);
});

// On a phone each row is a card, where each value says what it is.
for (const rows of document.querySelectorAll(".dd-table > tbody")) {
  if (!rows.matches("[data-rows]") && !rows.querySelector("td.end")) continue;
  const words = Array.from(rows.parentElement.querySelectorAll("thead th"), (one) => one.textContent.trim());
  for (const row of rows.rows) {
    Array.from(row.cells).forEach((cell, at) => {
      if (at && !cell.matches(".end, :empty") && row.cells.length === words.length) cell.dataset.word = words[at];
    });
  }
}

document.querySelector(".dd-side [aria-current]")?.scrollIntoView({ block: "nearest", inline: "center" });
document.querySelector("#errors")?.focus();
