// The list of a payout run: 1 2 3 decide the row the cursor is in, Enter or leaving the reason saves it.
"use strict";
{
  const CHOICES = { 1: "approve", 2: "hold", 3: "remove" };
  const filled = form => form.querySelector("[name=decision]:checked") && form.querySelector("[name=reason]").value.trim();
  const rows = () => [...document.querySelectorAll("form.decide")];
  let next = null;

  addEventListener("keydown", event => {
    const row = event.target instanceof Element && event.target.closest("tr[id^=payout-]");
    const form = row && row.querySelector("form.decide");
    if (!form || !CHOICES[event.key] || event.ctrlKey || event.altKey || event.target.name === "reason") return;
    event.preventDefault();
    const radio = form.querySelector(`[value=${CHOICES[event.key]}]`);
    radio.checked = true;
    form.querySelector("[name=reason]").focus();
  });
  addEventListener("commit", event => {
    const form = event.target.closest && event.target.closest("form.decide");
    if (!form || form.dataset.sent) return;  // a row on its way is taken out, which leaves its cell once more
    if (filled(form)) form.requestSubmit();
    else if (event.target.name === "decision") form.querySelector("[name=reason]").focus();
  });
  addEventListener("submit", event => {
    if (!event.target.matches("form.decide")) return;
    event.target.dataset.sent = "yes";
    const all = rows();
    const after = all[all.indexOf(event.target) + 1];
    next = after && after.closest("tr").id;
  }, true);
  // The answer brings the row anew, and the cursor goes with the old one: on to the next.
  const list = document.querySelector("#list tbody");
  if (list) new MutationObserver(() => {
    const row = next && document.activeElement === document.body && document.getElementById(next);
    next = null;
    if (row) row.querySelector("[name=decision]").focus();
  }).observe(list, { childList: true });
}
