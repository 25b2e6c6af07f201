// The details beside the picture. A person may fold them away; the browser remembers it, also for the next visit.

const COLUMN = '.st-key-sides [data-testid="stColumn"]:last-child';

const KEY = "lineage_viz.details", FOLDED = "folded";

export class Beside {
  /** @param {Picture} picture */
  constructor(picture) {
    this.picture = picture;
    this.button = picture.frame.querySelector("[data-do=beside]");
    this.where = picture.frame.querySelector("[data-do=where]");
    this.show(remembered());
  }

  // A narrow window has the details below the picture, and perhaps below its edge: a button says so and leads there.
  /** @type {(card: Card | undefined) => void} */
  tell(card) {
    this.where.hidden = Boolean(this.picture.payload.still) || !document.querySelector(".st-key-sides");
    this.where.textContent = `Details${card ? ` of ${card.label}` : ""} below ↓`;
  }

  lead() {
    if (this.folded) this.toggle();
    document.querySelector(COLUMN)?.scrollIntoView({ block: "start" });
  }

  get folded() {
    return document.documentElement.dataset.details === FOLDED;
  }

  // The style sheet of the page hides the column of the details.
  /** @type {(folded: boolean) => void} */
  show(folded) {
    if (folded) document.documentElement.dataset.details = FOLDED;
    else delete document.documentElement.dataset.details;
    this.button.setAttribute("aria-expanded", String(!folded));
    this.button.title = `${folded ? "Show the details" : "Fold the details away"} (d)`;
  }

  toggle() {
    if (this.picture.payload.still) return;
    const folded = !this.folded;
    this.show(folded);
    this.picture.say(folded ? "Details folded away" : "Details shown");
    try {
      localStorage.setItem(KEY, folded ? FOLDED : "");
    } catch {
      // A browser without local storage: the choice lasts for this visit.
    }
  }
}

function remembered() {
  try {
    return localStorage.getItem(KEY) === FOLDED;
  } catch {
    return false;
  }
}
