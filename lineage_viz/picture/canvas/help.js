// The list of keys, as a dialog.

import { element } from "./element.js";
import { KEYS } from "./keyboard.js";

/** @type {Record<string, string>} */
const ARROWS = { ArrowLeft: "←", ArrowRight: "→", ArrowUp: "↑", ArrowDown: "↓" };

export class Help {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    /** @type {HTMLDialogElement} */
    this.dialog = picture.frame.querySelector(".help");
    this.dialog.addEventListener("keydown", (event) => event.stopPropagation());
    this.dialog.addEventListener("click", ({ target }) => {
      if (target === this.dialog || /** @type {Element} */ (target).closest("button")) this.dialog.close();
    });
  }

  open() {
    const { flow: { keys }, payload } = this.picture;
    const listed = KEYS.filter(({ server }) => !(server && payload.still));
    /** @type {[string[], string][]} */
    const rows = [
      [[ARROWS[keys.up]], "Upstream along an association"],
      [[ARROWS[keys.down]], "Downstream along an association"],
      [[ARROWS[keys.before], ARROWS[keys.after]], "Within a layer"],
      ...listed.map((
        { keys, shown, words },
      ) => /** @type {[string[], string]} */ ([(shown ?? keys[0]).split(" "), words])),
      // The page around the picture has this one. A picture that is taken away has no such page.
      .../** @type {[string[], string][]} */ (payload.still ? [] : [[["Ctrl", "K"], "Find anything"]]),
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
