/** An 8-bit grey raster, row by row without padding; 0 is black. */
export interface GreyImage {
  width: number;
  height: number;
  data: Uint8Array;
}

/** A rectangle in pixels; `right` and `bottom` are exclusive. */
export interface PixelBox {
  left: number;
  top: number;
  right: number;
  bottom: number;
}

/** Writes binary PGM (P5): the hand-over to OCR that costs neither encoding nor decoding. */
export const encodePgm = ({ width, height, data }: GreyImage): Buffer =>
  Buffer.concat([Buffer.from(`P5\n${width} ${height}\n255\n`, 'latin1'), data]);

/** Reads what `encodePgm` writes; undefined for anything else, including a body that is too short. */
export const decodePgm = (bytes: Buffer): GreyImage | undefined => {
  const header = /^P5\s+(\d{1,6})\s+(\d{1,6})\s+255\s/.exec(bytes.toString('latin1', 0, 40));
  if (header === null) return undefined;
  const width = Number(header[1]);
  const height = Number(header[2]);
  const start = header[0].length;
  if (width === 0 || height === 0 || bytes.length < start + width * height) return undefined;
  // A plain array over the same bytes: loops that see one kind of array only run faster.
  const data = new Uint8Array(bytes.buffer, bytes.byteOffset + start, width * height);
  return { width, height, data };
};

/** Adds the pixels of one row to the sums of their squares; the usual factors do without an inner loop. */
const addRow = (sums: Uint32Array, data: Uint8Array, start: number, columns: number): void => {
  let at = start;
  for (let x = 0; x < sums.length; x += 1, at += columns) {
    let sum = data[at] ?? 0;
    if (columns === 3) sum += (data[at + 1] ?? 0) + (data[at + 2] ?? 0);
    else if (columns === 4) sum += (data[at + 1] ?? 0) + (data[at + 2] ?? 0) + (data[at + 3] ?? 0);
    else for (let column = 1; column < columns; column += 1) sum += data[at + column] ?? 0;
    sums[x] = (sums[x] ?? 0) + sum;
  }
};

/** Shrinks by a whole factor, each new pixel being the mean of its square. */
export const shrink = (image: GreyImage, factor: number): GreyImage => {
  if (factor <= 1) return image;
  const width = Math.max(1, Math.floor(image.width / factor));
  const height = Math.max(1, Math.floor(image.height / factor));
  const data = new Uint8Array(width * height);
  const sums = new Uint32Array(width);
  const rows = Math.min(factor, image.height);
  const columns = Math.min(factor, image.width);
  const share = 1 / (rows * columns);
  for (let y = 0; y < height; y += 1) {
    sums.fill(0);
    for (let row = 0; row < rows; row += 1)
      addRow(sums, image.data, (y * factor + row) * image.width, columns);
    const start = y * width;
    for (let x = 0; x < width; x += 1) data[start + x] = (sums[x] ?? 0) * share;
  }
  return { width, height, data };
};

/** Turns clockwise by quarter turns. */
export const quarterTurn = (image: GreyImage, turns: 0 | 1 | 2 | 3): GreyImage => {
  const { width, height, data } = image;
  if (turns === 0) return image;
  const turned = new Uint8Array(width * height);
  if (turns === 2) {
    for (let at = 0, last = data.length - 1; at <= last; at += 1) turned[last - at] = data[at] ?? 0;
    return { width, height, data: turned };
  }
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const to = turns === 1 ? x * height + (height - 1 - y) : (width - 1 - x) * height + y;
      turned[to] = data[y * width + x] ?? 0;
    }
  }
  return { width: height, height: width, data: turned };
};

/** Cuts a rectangle out; the part outside the image is white. */
export const crop = (image: GreyImage, box: PixelBox): GreyImage => {
  const width = Math.max(1, box.right - box.left);
  const height = Math.max(1, box.bottom - box.top);
  const data = new Uint8Array(width * height).fill(255);
  const from = Math.max(0, box.left);
  const to = Math.min(image.width, box.right);
  for (let y = Math.max(0, box.top); y < Math.min(image.height, box.bottom); y += 1) {
    const row = image.data.subarray(y * image.width + from, y * image.width + Math.max(from, to));
    data.set(row, (y - box.top) * width + (from - box.left));
  }
  return { width, height, data };
};
