// All that is sent with every change: the picture itself comes with the library, once.

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
