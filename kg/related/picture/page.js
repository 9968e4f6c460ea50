"use strict";
// Opens what is known of a box in the panel: when the pointer rests on the box or the keyboard
// reaches it, until another one is reached; by click or Enter, until another one is chosen.
(() => {
  const REST = 120; // milliseconds, so that a pointer on its way to the panel opens nothing
  const panel = document.getElementById("panel");
  let open = null;
  let chosen = false;
  let closing = false;
  let timer = 0;

  const about = (box) => document.getElementById(`about-${box.id}`);
  const lines = (box) => document.querySelectorAll(`.lines .${box.id}`);

  const mark = (box, on) => {
    about(box).hidden = !on;
    box.classList.toggle("open", on);
    box.querySelector("button").setAttribute("aria-expanded", String(on));
    lines(box).forEach((line) => line.classList.toggle("open", on));
  };
  const show = (box, isChosen) => {
    clearTimeout(timer);
    chosen = isChosen;
    if (open === box) return;
    if (open) mark(open, false);
    open = box;
    mark(box, true);
    panel.classList.add("open");
    panel.scrollTop = 0;
  };
  const close = () => {
    clearTimeout(timer);
    if (!open) return;
    const button = open.querySelector("button");
    mark(open, false);
    open = null;
    chosen = false;
    panel.classList.remove("open");
    if (panel.contains(document.activeElement)) {
      closing = true; // so that the focus does not open it again
      button.focus({ preventScroll: true });
      closing = false;
    }
  };

  for (const box of document.querySelectorAll(".box")) {
    const button = box.querySelector("button");
    button.addEventListener("pointerenter", (event) => {
      clearTimeout(timer);
      if (event.pointerType === "mouse" && !chosen) timer = setTimeout(show, REST, box, false);
    });
    button.addEventListener("pointerleave", () => clearTimeout(timer));
    button.addEventListener("focus", () => {
      if (button.matches(":focus-visible") && !chosen && !closing) show(box, false);
    });
    button.addEventListener("click", (event) => {
      show(box, true);
      if (event.detail === 0) about(box).querySelector("h2").focus(); // by the keyboard
    });
  }
  panel.querySelector("button").addEventListener("click", close);
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
  });
})();
