/** What PDF has to know of a JPEG. */
export interface JpegHead {
  width: number;
  height: number;
  components: 1 | 3;
}

/** Frames that a PDF may hold: baseline, extended and progressive, all with Huffman codes. */
const frames = new Set([0xc0, 0xc1, 0xc2]);
/** Markers that stand alone. */
const isBare = (marker: number): boolean => marker === 0x01 || (marker >= 0xd0 && marker <= 0xd8);

/**
 * Reads size and components out of the frame of a JPEG, without decoding it. Undefined for everything that is no
 * plain eight-bit picture in grey or three colours.
 */
export const readJpegHead = (bytes: Uint8Array): JpegHead | undefined => {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (view.byteLength < 4 || view.getUint16(0) !== 0xffd8) return undefined;
  let at = 2;
  while (at + 4 <= view.byteLength) {
    if (view.getUint8(at) !== 0xff) return undefined;
    const marker = view.getUint8(at + 1);
    if (marker === 0xff) at += 1;
    else if (isBare(marker)) at += 2;
    else if (frames.has(marker)) return frameAt(view, at + 4);
    else if (marker === 0xda || marker === 0xd9) return undefined;
    else if (marker >= 0xc3 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker))
      return undefined;
    else at += 2 + view.getUint16(at + 2);
  }
  return undefined;
};

const frameAt = (view: DataView, at: number): JpegHead | undefined => {
  if (at + 6 > view.byteLength || view.getUint8(at) !== 8) return undefined;
  const [height, width, components] = [
    view.getUint16(at + 1),
    view.getUint16(at + 3),
    view.getUint8(at + 5),
  ];
  if (width < 1 || height < 1 || (components !== 1 && components !== 3)) return undefined;
  return { width, height, components };
};
