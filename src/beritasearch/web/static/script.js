// What makes the pages better where scripts run: names while typing, keys. Nothing needs it.
"use strict";

const KINDS = { city: "kota", person: "tokoh", outlet: "media" };
const PAUSE = 150; // milliseconds without a key before names are asked for

// ── names while typing ───────────────────────────────────────────────────────────────────

class Offers {
  constructor(input) {
    this.input = input;
    this.kind = input.dataset.offers; // only these, and the name alone; else as a condition
    this.list = document.createElement("ul");
    this.list.className = "offers";
    this.list.id = `${input.id}-offers`;
    this.list.setAttribute("role", "listbox");
    this.list.setAttribute("aria-label", "Usulan");
    this.list.hidden = true;
    input.after(this.list);
    const about = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": this.list.id };
    for (const [name, value] of Object.entries(about)) input.setAttribute(name, value);
    input.addEventListener("input", () => this.soon());
    input.addEventListener("keydown", (event) => this.key(event));
    input.addEventListener("blur", () => this.close());
    this.list.addEventListener("pointerdown", (event) => this.pointed(event));
  }

  get open() { return !this.list.hidden; }

  // The word at the end of the box; a field that stands before it ("kota:sem") is asked for.
  get typed() {
    if (this.kind) return this.input.value;
    return this.input.value.slice(0, this.input.selectionStart).match(/[^\s"():]*$/)[0];
  }

  soon() {
    clearTimeout(this.timer);
    this.timer = setTimeout(() => this.ask(), PAUSE);
  }

  async ask() {
    const typed = this.typed;
    if (typed.length < 2) return this.close();
    this.asking?.abort();
    this.asking = new AbortController();
    try {
      const address = `/api/suggest?${new URLSearchParams({ q: typed })}`;
      const response = await fetch(address, { signal: this.asking.signal });
      if (!response.ok) return this.close();
      const { names } = await response.json();
      if (typed === this.typed && document.activeElement === this.input) {
        this.show(names.filter((name) => !this.kind || name.kind === this.kind));
      }
    } catch (error) {
      if (error.name !== "AbortError") this.close();
    }
  }

  show(names) {
    this.names = names;
    this.list.replaceChildren(...names.map((name, place) => this.item(name, place)));
    this.list.hidden = names.length === 0;
    this.input.setAttribute("aria-expanded", String(this.open));
    this.choose(-1);
  }

  item(name, place) {
    const item = document.createElement("li");
    const kind = document.createElement("span");
    item.id = `${this.list.id}-${place}`;
    item.setAttribute("role", "option");
    kind.className = "kind";
    kind.textContent = `${KINDS[name.kind]}, ${name.count}`;
    item.append(document.createTextNode(name.text), kind);
    return item;
  }

  choose(place) {
    this.chosen = place;
    [...this.list.children].forEach((item, at) => item.setAttribute("aria-selected", String(at === place)));
    if (place < 0) this.input.removeAttribute("aria-activedescendant");
    else this.input.setAttribute("aria-activedescendant", this.list.children[place].id);
  }

  key(event) {
    if (!this.open) return;
    const last = this.names.length - 1;
    if (event.key === "ArrowDown") this.choose(this.chosen < last ? this.chosen + 1 : 0);
    else if (event.key === "ArrowUp") this.choose(this.chosen > 0 ? this.chosen - 1 : last);
    else if (event.key === "Escape") this.close();
    else if (event.key === "Enter" && this.chosen >= 0) this.take(this.names[this.chosen]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  pointed(event) {
    const item = event.target.closest("li");
    if (!item) return;
    event.preventDefault(); // the box keeps the focus
    this.take(this.names[[...this.list.children].indexOf(item)]);
  }

  take(name) {
    if (this.kind) {
      this.input.value = name.text;
    } else {
      const end = this.input.selectionStart;
      const before = this.input.value.slice(0, end - this.typed.length).replace(/\w+:"?$/, "");
      this.input.value = `${before}${name.query} ${this.input.value.slice(end).trimStart()}`;
    }
    this.close();
  }

  close() {
    clearTimeout(this.timer);
    this.asking?.abort();
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }
}

// ── keys ─────────────────────────────────────────────────────────────────────────────────

function moveAmongHits(event, box) {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  const hits = [...document.querySelectorAll("a.hit")];
  const place = hits.indexOf(document.activeElement);
  if (!step || (place < 0 && document.activeElement !== box)) return;
  const next = place + step;
  if (place < 0 && step < 0) return;
  event.preventDefault();
  if (next < 0) box.focus();
  else hits[next]?.focus();
}

function slashIsOn() {
  try { return localStorage.getItem("slash") !== "off"; } catch { return true; }
}

function setUpKeys(box) {
  const button = document.getElementById("keys");
  document.querySelector(".keys").hidden = false;
  button.setAttribute("aria-pressed", String(slashIsOn()));
  button.addEventListener("click", () => {
    try { localStorage.setItem("slash", slashIsOn() ? "off" : "on"); } catch { /* not kept, then */ }
    button.setAttribute("aria-pressed", String(slashIsOn()));
  });
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const typing = event.target.matches("input, select, textarea");
    if (event.key === "/" && !typing && slashIsOn()) {
      event.preventDefault();
      box.focus();
      box.select();
    } else if (!typing || event.target === box) {
      moveAmongHits(event, box);
    }
  });
}

const box = document.getElementById("q");
for (const input of [box, ...document.querySelectorAll("[data-offers]")]) new Offers(input);
setUpKeys(box);
