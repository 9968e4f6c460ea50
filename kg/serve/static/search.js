// Suggestions while one types, in every field with data-suggest: a combobox with a list.
// https://www.w3.org/WAI/ARIA/apg/patterns/combobox/
"use strict";

const WAIT = 150; // milliseconds after the last key

class Suggestions {
  constructor(input) {
    this.input = input;
    this.list = document.createElement("ul");
    this.list.className = "options";
    this.list.id = `${input.id}-options`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Suggestions");
    this.list.hidden = true;
    this.said = document.createElement("p");
    this.said.className = "unseen";
    this.said.setAttribute("role", "status");
    input.after(this.list, this.said);
    input.setAttribute("role", "combobox");
    input.setAttribute("aria-autocomplete", "list");
    input.setAttribute("aria-controls", this.list.id);
    input.setAttribute("aria-expanded", "false");
    input.addEventListener("input", () => this.later());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    // A press must not take the focus from the field before the click arrives.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.go(event.target.closest("[role=option]")));
  }

  later() {
    clearTimeout(this.timer);
    this.asked?.abort();
    if (this.input.value.trim().length < 2) this.close();
    else this.timer = setTimeout(() => this.ask(), WAIT);
  }

  async ask() {
    this.asked = new AbortController();
    const address = new URL(this.input.dataset.suggest, location.href);
    address.searchParams.set("q", this.input.value);
    try {
      const answer = await fetch(address, { signal: this.asked.signal });
      if (answer.ok) this.show((await answer.json()).suggestions);
      else this.close();
    } catch {
      this.close(); // The form works without suggestions.
    }
  }

  show(suggestions) {
    if (document.activeElement !== this.input) return;
    this.list.replaceChildren(...suggestions.map((each, number) => this.option(each, number)));
    this.select(null);
    this.open(suggestions.length > 0);
    const count = suggestions.length;
    this.said.textContent = count === 1 ? "1 suggestion" : `${count} suggestions`;
  }

  option({ kind, name, trials, href }, number) {
    const option = document.createElement("li");
    option.id = `${this.list.id}-${number}`;
    option.setAttribute("role", "option");
    option.setAttribute("aria-selected", "false");
    option.dataset.href = href;
    const count = `${trials.toLocaleString("en")} ${trials === 1 ? "trial" : "trials"}`;
    for (const [className, text] of [["kind", kind], ["name", name], ["count", count]]) {
      const part = document.createElement("span");
      part.className = className;
      part.textContent = text;
      option.append(part, " ");
    }
    return option;
  }

  key(event) {
    const options = [...this.list.children];
    const at = options.indexOf(this.selected);
    if (event.isComposing) return;
    if (event.key === "ArrowDown" && options.length) {
      this.open(true);
      this.select(options[(at + 1) % options.length]);
    } else if (event.key === "ArrowUp" && options.length) {
      this.open(true);
      this.select(options[at > 0 ? at - 1 : options.length - 1]);
    } else if (event.key === "Enter" && this.selected) {
      this.go(this.selected);
    } else if (event.key === "Escape" && !this.list.hidden) {
      this.close();
    } else {
      return;
    }
    event.preventDefault();
  }

  select(option) {
    this.selected?.setAttribute("aria-selected", "false");
    this.selected = option;
    if (option) {
      option.setAttribute("aria-selected", "true");
      option.scrollIntoView({ block: "nearest" });
      this.input.setAttribute("aria-activedescendant", option.id);
    } else {
      this.input.removeAttribute("aria-activedescendant");
    }
  }

  open(isOpen) {
    this.list.hidden = !isOpen;
    this.input.setAttribute("aria-expanded", String(isOpen));
  }

  close() {
    clearTimeout(this.timer);
    this.asked?.abort();
    this.select(null);
    this.open(false);
    this.said.textContent = "";
  }

  go(option) {
    if (option) location.assign(option.dataset.href);
  }
}

for (const input of document.querySelectorAll("input[data-suggest]")) new Suggestions(input);
