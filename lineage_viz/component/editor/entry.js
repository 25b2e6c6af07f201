// The only script that is sent with every change: the library, sent once, contains the editor.

/** @type {(sent: Sent<EditorData>) => () => void} */
export default function (sent) {
  /** @type {(() => void) | null} */
  let leave = null;
  const show = () => {
    leave = window.lineageVizEditor(sent);
  };
  if (window.lineageVizEditor !== undefined) show();
  else window.addEventListener("lineage-viz:editor", show, { once: true });
  return () => {
    window.removeEventListener("lineage-viz:editor", show);
    leave?.();
  };
}
