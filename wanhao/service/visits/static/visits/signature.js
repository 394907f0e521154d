// The customer signs with a finger.
export function signaturePad(canvas, changed) {
  const pen = canvas.getContext("2d");
  let isSigned = false;
  let isDown = false;
  pen.lineWidth = 4;
  pen.lineCap = pen.lineJoin = "round";
  pen.strokeStyle = "#10233f";

  function clear() {
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, canvas.width, canvas.height);
    isSigned = false;
  }
  function at(event) {
    const shown = canvas.getBoundingClientRect();
    return [((event.clientX - shown.left) * canvas.width) / shown.width, ((event.clientY - shown.top) * canvas.height) / shown.height];
  }
  canvas.addEventListener("pointerdown", (event) => {
    canvas.setPointerCapture(event.pointerId);
    isDown = true;
    pen.beginPath();
    pen.moveTo(...at(event));
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!isDown) return;
    pen.lineTo(...at(event));
    pen.stroke();
    isSigned = true;
  });
  canvas.addEventListener("pointerup", () => {
    isDown = false;
    if (isSigned) changed();
  });
  clear();
  return {
    clear,
    picture: () => new Promise((resolve) => (isSigned ? canvas.toBlob(resolve, "image/png") : resolve(null))),
    async show(blob) {
      pen.drawImage(await createImageBitmap(blob), 0, 0);
      isSigned = true;
    },
  };
}

// A photo of a phone is large: the longer side becomes 1600 pixels.
export async function shrunk(file) {
  const longest = 1600;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, longest / Math.max(picture.width, picture.height));
    if (scale === 1 && file.size < 600000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(picture.width * scale);
    canvas.height = Math.round(picture.height * scale);
    canvas.getContext("2d").drawImage(picture, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve) => canvas.toBlob(resolve, "image/jpeg", 0.85));
  } catch {
    return file; // not a picture this browser reads: the centre looks at it
  }
}
