// The entry of the picture: the last payload is drawn as soon as all its cards are here.

import { Picture } from "./picture.js";
import { unpacked } from "./unpack.js";

window.lineageGraph = function ({ data, parentElement, setTriggerValue }) {
  /** @type {FrameElement} */
  const frame = parentElement.querySelector(".frame");
  // The element holds the instance, because this function runs again for new data.
  const picture = (frame.picture ??= new Picture(frame));
  const draw = () => {
    const payload = unpacked(data);
    if (!payload) return;
    stop();
    picture.update(payload, setTriggerValue);
  };
  const stop = () => window.removeEventListener("lineage-viz:part", draw);
  frame.stop?.();
  frame.stop = stop;
  window.addEventListener("lineage-viz:part", draw);
  draw();
  return () => {
    frame.stop?.();
    frame.picture?.destroy();
    delete frame.picture;
  };
};
