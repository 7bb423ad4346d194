// A picture as it is sent: upright, no larger than it is shown, and nothing but what can be seen on it.

const LONGEST = 1600;
const QUALITY = 0.85;

/** A canvas with the picture; rejects what is no picture this browser can read. */
export async function drawn(file) {
  const bitmap = await createImageBitmap(file);
  const scale = Math.min(1, LONGEST / Math.max(bitmap.width, bitmap.height));
  const canvas = document.createElement("canvas");
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  const ground = canvas.getContext("2d");
  ground.fillStyle = "white"; // a JPEG is nowhere clear
  ground.fillRect(0, 0, canvas.width, canvas.height);
  ground.imageSmoothingQuality = "high";
  ground.drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  bitmap.close();
  return canvas;
}

/** The canvas as a JPEG in base64. */
export function encoded(canvas) {
  return canvas.toDataURL("image/jpeg", QUALITY).split(",")[1];
}
