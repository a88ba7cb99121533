// Definitions on hover. A touch or a key opens them without this.

const patience = 350;
let timer;

for (const word of document.querySelectorAll(".define")) {
  const told = document.getElementById(word.getAttribute("popovertarget"));
  if (!told?.showPopover) continue;
  word.addEventListener("pointerenter", (e) => {
    if (e.pointerType !== "mouse") return;
    clearTimeout(timer);
    timer = setTimeout(() => told.matches(":popover-open") || told.showPopover(), patience);
  });
  word.addEventListener("pointerleave", (e) => {
    if (e.pointerType !== "mouse") return;
    clearTimeout(timer);
    timer = setTimeout(() => told.matches(":hover") || told.hidePopover(), patience);
  });
  told.addEventListener("pointerenter", () => clearTimeout(timer));
  told.addEventListener("pointerleave", () => told.hidePopover());
}
