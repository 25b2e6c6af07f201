// The only script that is sent with every change: the library, sent once, contains the picture.

/** @type {(sent: Sent<Packed>) => () => void} */
export default function (sent) {
  /** @type {(() => void) | null} */
  let leave = null;
  const draw = () => {
    leave = window.lineageGraph(sent);
  };
  if (window.lineageGraph !== undefined) draw();
  else window.addEventListener("lineage-viz:library", draw, { once: true });
  return () => {
    window.removeEventListener("lineage-viz:library", draw);
    leave?.();
  };
}
