// Turns an SVG into a PNG and downloads it: the browser has the fonts, so the picture is exactly that of the SVG.

const LARGEST = 8192; // pixels per side; browsers refuse canvases that are a little larger

/** @type {(blob: Blob, name: string) => void} */
function download(blob, name) {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(blob);
  link.download = name;
  link.click();
  URL.revokeObjectURL(link.href);
}

/** @type {(sent: Sent<{ svg: string, name: string }>) => void} */
export default function ({ data }) {
  const source = URL.createObjectURL(new Blob([data.svg], { type: "image/svg+xml" }));
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(image.naturalWidth * scale);
    canvas.height = Math.round(image.naturalHeight * scale);
    /** @type {Context} */ (canvas.getContext("2d")).drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(source);
    canvas.toBlob((blob) => blob && download(blob, data.name), "image/png");
  };
  image.src = source;
}
