// The list of keys, as a dialog.

import { element } from "./element.js";
import { KEYS } from "./keyboard.js";

const ARROWS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

export class Help {
  constructor(picture) {
    this.picture = picture;
    this.dialog = picture.frame.querySelector(".help");
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog || target.closest("button")) this.dialog.close();
    });
  }

  open() {
    const { flow: { keys }, payload } = this.picture;
    const rows = [
      [[ARROWS[keys.up]], "Upstream along an association"],
      [[ARROWS[keys.down]], "Downstream along an association"],
      [[ARROWS[keys.before], ARROWS[keys.after]], "Within a layer"],
      ...KEYS.filter(({ server }) => !(server && payload.still)).map((
        { keys, shown, words },
      ) => [(shown ?? keys[0]).split(" "), words]),
    ];
    this.dialog.querySelector("dl").replaceChildren(...rows.map(([keys, words]) => {
      const row = element("div"), term = element("dt");
      term.append(...keys.map((key) => element("kbd", "", key)));
      row.append(term, element("dd", "", words));
      return row;
    }));
    this.dialog.showModal();
  }
}
