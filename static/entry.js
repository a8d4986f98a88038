// The entry page 家庭录入: what a number says at once, codes taken when the cursor comes, cells that open with a code,
// names in the lists of members, and marks where the server found something. Cells themselves are never swapped.
// Stands on app.js (all, send, tidy, isMask, committed, leave, belongsToInputMethod).
"use strict";

const form = document.getElementById("entry");

// ── 身份证号 (GB 11643): the server checks again and alone decides ───────────────────────────────────────
const WEIGHTS = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
const readIdentity = number => {
  if (!/^\d{17}[\dX]$/.test(number)) return null;
  const [, year, month, day] = number.match(/^\d{6}(\d{4})(\d{2})(\d{2})/).map(Number);
  const born = new Date(year, month - 1, day);
  const sum = WEIGHTS.reduce((total, weight, at) => total + weight * number[at], 0);
  if (born.getMonth() !== month - 1 || "10X98765432"[sum % 11] !== number[17]) return null;
  return { birth: number.replace(/^.{6}(....)(..)(..).*$/, "$1-$2-$3"), sex: number[16] % 2 ? form.dataset.male : form.dataset.female };
};
const ageOn = (birth, on) => on.slice(0, 4) - birth.slice(0, 4) - (on.slice(5) < birth.slice(5) ? 1 : 0);

const fill = (row, facts) => all("[data-fill]", row).forEach(td => { td.textContent = facts[td.dataset.fill] || ""; });
const showIdentity = cell => {
  const number = tidy(cell);
  if (isMask(number)) return;
  const said = readIdentity(number);
  fill(cell.closest("tr"), said ? { ...said, age: String(ageOn(said.birth, form.dataset.on)) } : {});
  mark(cell, said || number.length < 18 ? "" : "error");
};
form.addEventListener("input", event => {
  const cell = event.target;
  if (cell.dataset.type !== "identity" || belongsToInputMethod(event)) return;
  showIdentity(cell);
  if (tidy(cell).length === 18 && committed.get(cell) !== cell.value) {
    committed.set(cell, cell.value);
    send(cell, "commit");
  }
});

// ── 未录入: a code counts once the cursor has passed it; Delete takes it back ─────────────────────────────
const showRecorded = cell => cell.classList.toggle("unrecorded", !cell.value);
form.addEventListener("focusin", event => {
  const cell = event.target;
  if (!cell.dataset.preselect || cell.value || cell.dataset.declined) return;
  cell.value = cell.dataset.preselect;
  showRecorded(cell);
  if (cell.matches("input")) cell.select();
});
form.addEventListener("keydown", event => {
  const cell = event.target;
  if (!cell.matches("select") || !/^(Delete|Backspace)$/.test(event.key)) return;
  event.preventDefault();
  cell.value = "";
  cell.dataset.declined = "yes";
  showRecorded(cell);
});

// ── Cells that open with another: data-when="state:2 3" (of the same row), "child-0-name:" (blank) ────────
const openCells = () => all("[data-when]", form).forEach(cell => {
  const [name, values] = cell.dataset.when.split(":");
  const other = cell.closest("tr").querySelector(`[name$="-${name}"]`) || form.elements[name];
  const value = other.type === "checkbox" && !other.checked ? "" : other.value;
  cell.disabled = !values.split(" ").includes(value);
});
form.addEventListener("change", event => {
  openCells();
  if (event.target.matches("select")) showRecorded(event.target);
});

// ── Lists of members follow the names in sections 2 and 3 ───────────────────────────────────────────────
const listMembers = () => {
  const named = table => all(`${table} [name$="-name"]`, form).filter(cell => cell.value.trim());
  all("[data-members]", form).forEach(list => {
    const chosen = list.value;
    const names = list.dataset.members === "all" ? [...named("#adults"), ...named("#children")] : named("#adults");
    all("option:not([data-kept])", list).slice(1).forEach(option => option.remove());
    names.forEach((cell, at) => list.add(new Option(`${at + 1} ${cell.value.trim()}`, cell.name.replace(/-name$/, ""))));
    list.value = chosen;
    if (list.value !== chosen) list.value = "";
    showRecorded(list);
  });
};

// ── Marks: cells named by a message of the server ───────────────────────────────────────────────────────
const mark = (cell, kind) => {
  const td = cell.closest("td, .field");
  td.classList.remove("error", "warning");
  if (kind) td.classList.add(kind);
  cell.setAttribute("aria-invalid", String(kind === "error"));
};
const markAll = () => {
  all("[aria-invalid=true], .error [name], .warning [name]", form).forEach(cell => mark(cell, ""));
  all(".cell-message[data-cell]").forEach(message => {
    const cell = document.getElementById(message.dataset.cell);
    if (cell) mark(cell, message.classList.contains("error") ? "error" : "warning");
  });
};
const showDerived = () => all("#derived data").forEach(said => {
  const cell = document.getElementById(`${said.value}-number`);
  if (cell) fill(cell.closest("tr"), said.dataset);
});

// ── Saving: htmx posts the form on commit; what is still on its way when the page is left goes by itself ──
let unsaved = false;
form.addEventListener("commit", event => {
  unsaved = true;
  openCells();
  if (event.target.name && event.target.name.endsWith("-name")) listMembers();
});
form.addEventListener("htmx:after:request", event => { if (event.detail.ctx.response.status < 400) unsaved = false; });
form.addEventListener("htmx:after:swap", () => {
  markAll();
  showDerived();
  if (form.contains(document.activeElement)) document.activeElement.scrollIntoView({ block: "nearest" });
});
form.addEventListener("submit", event => {
  unsaved = false;
  if (event.submitter && event.submitter.dataset.save !== undefined) { event.preventDefault(); send(form, "commit"); }
});
addEventListener("pagehide", () => {
  if (document.activeElement) leave(document.activeElement);
  if (unsaved) fetch(form.dataset.autosave, { method: "POST", body: new FormData(form), keepalive: true });
});

// ── Arriving, and each new row ──────────────────────────────────────────────────────────────────────────
new MutationObserver(changes => changes.forEach(change => change.addedNodes.forEach(row => {
  if (row instanceof Element && row.matches("tr")) { openCells(); listMembers(); }
}))).observe(form, { childList: true, subtree: true });
openCells();
listMembers();
markAll();
