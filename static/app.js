// Lidao 利导: what every page does. No framework; works without this file too, only slower for the hand.
//
//   data-grid            Enter goes to the next cell, Shift+Enter back, ↑ ↓ along the column, Ctrl+Enter adds a row
//   data-add="adults"    adds a row to <table id="adults"> from <template id="adults-row"> (__n__ key, __no__ number)
//   data-type            identity, account, date, money: tidied when the cell is left
//   aria-keyshortcuts    "F8 Control+s" presses the button or enters the box; single characters never inside inputs
//   data-focus data-back data-print data-reveal data-check-all data-submit-on-change: see the bottom
//
// A cell whose value changed sends a bubbling "commit" event: hx-trigger="commit delay:200ms". Never use "input":
// it fires while an input method composes.
"use strict";

const all = (selector, root = document) => [...root.querySelectorAll(selector)];
const send = (target, name) => target.dispatchEvent(new CustomEvent(name, { bubbles: true }));

// ── Input methods: while one composes, Enter chooses a candidate and means nothing else ─────────────────
let composing = false;
addEventListener("compositionstart", () => { composing = true; }, true);
addEventListener("compositionend", () => { composing = false; }, true);
const belongsToInputMethod = event => composing || event.isComposing || event.keyCode === 229;

// ── What is typed, tidied ───────────────────────────────────────────────────────────────────────────────
const halfWidth = text => text.replace(/[\uFF01-\uFF5E]/g, c => String.fromCharCode(c.charCodeAt(0) - 0xFEE0)).replace(/\u3000/g, " ");
const isMask = text => /^\*{4,}/.test(text.replace(/\s/g, ""));

const isoDate = text => {
  const parts = halfWidth(text).trim().match(/^(\d{4})[-./年]?(\d{1,2})[-./月]?(\d{1,2})日?$/);
  return parts ? [parts[1], parts[2].padStart(2, "0"), parts[3].padStart(2, "0")].join("-") : text.trim();
};
const money = text => {
  const plain = halfWidth(text).replace(/[,\s¥元]/g, "");
  if (!/^-?\d+(\.\d{1,2})?$/.test(plain)) return text.trim();
  const [whole, cents = ""] = plain.split(".");
  return whole.replace(/\B(?=(\d{3})+$)/g, ",") + "." + cents.padEnd(2, "0");
};

// type: [canonical text of what was typed, how it is shown when the cursor is elsewhere]
const TYPES = {
  identity: [
    text => (isMask(text) ? text : halfWidth(text).toUpperCase().replace(/[*.]/g, "X").replace(/[\s-]/g, "")),
    text => (text.length === 18 && !isMask(text) ? text.replace(/^(.{6})(.{8})/, "$1 $2 ") : text),
  ],
  account: [text => halfWidth(text).replace(/[\s-]/g, ""), text => text.replace(/(\d{4})(?=\d)/g, "$1 ")],
  date: [isoDate, text => text],
  money: [money, text => text],
};
const tidy = cell => (TYPES[cell.dataset.type] || [text => text])[0](cell.value);

// ── Cells: a changed one says "commit" when it is left ──────────────────────────────────────────────────
const committed = new WeakMap();

const enter = cell => {
  if (!("value" in cell)) return;
  if (cell.dataset.type) {
    const mask = isMask(cell.value) && cell.value;
    if (mask) cell.dataset.mask = mask;
    const whole = cell.value && cell.selectionEnd - cell.selectionStart === cell.value.length; // Tab selects it; writing the value would undo that
    cell.value = mask ? "" : tidy(cell);
    if (whole) cell.select();
  }
  committed.set(cell, cell.value);
};
const leave = cell => {
  if (!committed.has(cell)) return;
  if (cell.dataset.type) cell.value = tidy(cell);
  const changed = committed.get(cell) !== cell.value;
  committed.set(cell, cell.value);
  if (cell.dataset.type) cell.value = cell.value ? TYPES[cell.dataset.type][1](cell.value) : cell.dataset.mask || "";
  if (changed) send(cell, "commit");
};
addEventListener("focusin", event => enter(event.target));
addEventListener("focusout", event => leave(event.target));
addEventListener("change", event => {
  if (event.target.matches("select, [type=checkbox], [type=radio]")) {
    committed.set(event.target, event.target.value);
    send(event.target, "commit");
  }
});
addEventListener("input", event => {
  const cell = event.target;
  if (cell.dataset.type !== "identity" || belongsToInputMethod(event)) return;
  const text = tidy(cell);
  if (text !== cell.value) cell.value = text;
});

// ── Grids ───────────────────────────────────────────────────────────────────────────────────────────────
const CELLS = "input:not([type=hidden]):not([disabled]):not([readonly]), select:not([disabled]), textarea:not([disabled])";
const visible = element => element.getClientRects().length > 0 && element.checkVisibility();
const go = cell => { cell.focus(); if (cell.matches("input")) cell.select(); };

const opensBlankRow = (cell, row) => cell === row.querySelector("input:not([type=hidden])") && all("input:not([type=checkbox]):not([type=hidden])", row).every(other => !other.value);

const next = (cell, back) => {
  const cells = all(CELLS, cell.closest("[data-grid]")).filter(visible);
  const row = cell.closest("tr[data-row]");
  let at = cells.indexOf(cell) + (back ? -1 : 1);
  // Enter in the first box of a blank row goes past the row.
  if (!back && row && opensBlankRow(cell, row)) while (cells[at] && row.contains(cells[at])) at += 1;
  if (cells[at]) go(cells[at]); else leave(cell);
};
const along = (cell, key) => {
  const td = cell.closest("td");
  const row = td && td.parentNode[key === "ArrowDown" ? "nextElementSibling" : "previousElementSibling"];
  const other = row && row.cells[td.cellIndex] && row.cells[td.cellIndex].querySelector(CELLS);
  if (other) go(other);
  return Boolean(other);
};
const addRow = id => {
  const body = document.querySelector(`#${id} > tbody`);
  const number = Math.max(-1, ...all("[data-row]", body).map(row => Number(row.dataset.row))) + 1;
  const row = document.getElementById(`${id}-row`).innerHTML.replace(/__n__/g, number).replace(/__no__/g, number + 1);
  body.insertAdjacentHTML("beforeend", row);
  go(body.lastElementChild.querySelector(CELLS));
};
const addButtonOf = cell => {
  const table = cell.closest("table[id]");
  return table && document.querySelector(`[data-add="${table.id}"]`);
};

addEventListener("keydown", event => {
  const cell = event.target;
  if (belongsToInputMethod(event) || !(cell instanceof Element) || !cell.matches(CELLS) || !cell.closest("[data-grid]")) return;
  if (event.key === "Enter" && !(cell.matches("textarea") && !event.ctrlKey)) {
    event.preventDefault();
    if (!event.ctrlKey) next(cell, event.shiftKey);
    else if (addButtonOf(cell)) addButtonOf(cell).click();
  } else if (/^Arrow(Up|Down)$/.test(event.key) && cell.matches("input") && along(cell, event.key)) {
    event.preventDefault();
  }
});

// ── Keys ────────────────────────────────────────────────────────────────────────────────────────────────
addEventListener("keydown", event => {
  if (belongsToInputMethod(event) || event.repeat) return;
  const typing = event.target instanceof Element && event.target.matches("input:not([type=checkbox]):not([type=radio]), select, textarea");
  if (event.key.length === 1 && typing && !event.ctrlKey && !event.altKey) return;
  const name = (event.ctrlKey ? "Control+" : "") + (event.altKey ? "Alt+" : "") + event.key;
  const bound = all("[aria-keyshortcuts]").find(element =>
    element.getAttribute("aria-keyshortcuts").split(" ").includes(name) && !element.disabled && visible(element));
  if (!bound) return;
  event.preventDefault();
  if (bound.matches("input")) go(bound);
  else { leave(document.activeElement); bound.click(); }
});
addEventListener("keydown", event => {
  if (event.key === "Escape" && event.target.closest && event.target.closest(".search")) event.target.blur();
});

// ── Small behaviours, by attribute ──────────────────────────────────────────────────────────────────────
addEventListener("click", event => {
  const pressed = event.target.closest && event.target.closest("[data-add], [data-back], [data-print], [data-reveal], a[href^='#']");
  if (!pressed) return;
  const { add, back, print, reveal } = pressed.dataset;
  if (add) addRow(add);
  if (back !== undefined) history.back();
  if (print !== undefined) window.print();
  if (reveal) {
    const box = document.getElementById(reveal);
    const shown = box.type === "text";
    box.type = shown ? "password" : "text";
    pressed.setAttribute("aria-pressed", String(!shown));
  }
  if (pressed.matches("a")) {                       // links of an error summary enter the cell they name
    const cell = document.getElementById(pressed.hash.slice(1));
    const folded = cell && cell.closest("details");
    if (folded) folded.open = true;
    if (cell && cell.matches(CELLS)) { event.preventDefault(); go(cell); }
  }
});
addEventListener("change", event => {
  const box = event.target;
  if (box.dataset.checkAll) all(`input[name="${box.dataset.checkAll}"]`).forEach(other => { other.checked = box.checked; });
  if (box.dataset.submitOnChange !== undefined) box.form.requestSubmit();
});

// ── The session may end while a page is open: say so, keep what was typed, go on after signing in again ──
let signedOut = false;
const tell = id => {
  const words = document.getElementById(id), place = document.getElementById("messages");
  if (words && place && !place.querySelector(`[data-told="${id}"]`)) place.append(words.content.cloneNode(true));
};
const untell = id => all(`[data-told="${id}"]`).forEach(note => note.remove());
addEventListener("htmx:before:response", event => {
  const { raw, status } = event.detail.ctx.response;
  if (raw.redirected || status === 401) {
    event.preventDefault();
    signedOut = true;
    tell("signed-out");
    resume();                                       // signed in again already, perhaps in another window
  }
});
addEventListener("htmx:response:error", event => { if (event.detail.ctx.response.status !== 422) tell("not-saved"); });
addEventListener("htmx:error", () => tell("not-saved"));
addEventListener("htmx:after:swap", () => untell("not-saved"));
const resume = async () => {
  if (!signedOut || document.hidden) return;
  const answer = await fetch(location.href, { redirect: "manual" });  // never as far as the sign-in page: it begins a session
  if (!answer.ok) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  const token = page.querySelector("[name=csrfmiddlewaretoken]").value;
  all("[name=csrfmiddlewaretoken]").forEach(box => { box.value = token; });
  document.body.setAttribute("hx-headers:inherited", JSON.stringify({ "X-CSRFToken": token }));
  signedOut = false;
  untell("signed-out");
  all("form[data-autosave]").forEach(form => send(form, "commit"));
};
document.addEventListener("visibilitychange", resume);

// ── A form[data-carry] holds what is stored nowhere: after the size or the language was changed it is posted to come back ──
addEventListener("submit", async event => {
  const carried = document.querySelector("form[data-carry]"), chosen = event.submitter;
  if (!carried || !chosen || !chosen.matches("[name=size], [name=language]")) return;
  event.preventDefault();
  const choice = new FormData(event.target);
  choice.append(chosen.name, chosen.value);
  await fetch(event.target.action, { method: "POST", body: choice, redirect: "manual" });
  carried.action = carried.dataset.carry;
  carried.submit();
});

// ── Arriving: the place on the page after going back, the first thing to read ───────────────────────────
{
  const page = document.getElementById("page"), key = "scroll " + location.pathname + location.search;
  if (page) {
    addEventListener("pagehide", () => sessionStorage.setItem(key, page.scrollTop));
    const [arrival] = performance.getEntriesByType("navigation");
    if (arrival && arrival.type !== "navigate") page.scrollTop = Number(sessionStorage.getItem(key));
  }
  const menu = document.querySelector(".side"), here = menu && menu.querySelector("[aria-current]");
  if (here) menu.scrollTop = here.getBoundingClientRect().bottom - menu.getBoundingClientRect().bottom + 8; // only where it lies below the fold
  all("[data-reveal], [data-back]").forEach(button => { button.hidden = false; });
  const first = document.querySelector("[data-focus]");
  if (first) (first.matches("form") ? first.querySelector(CELLS) : first).focus();
}
