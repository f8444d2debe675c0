import bwip, { type RenderOptions, toBuffer, toSVG } from 'bwip-js/node';

/** A QR code (error correction M) as SVG without size of its own; scales to where it is placed. */
export const qrSvg = (text: string): string =>
  toSVG({ bcid: 'qrcode', text, eclevel: 'M', paddingwidth: 4, paddingheight: 4 } as RenderOptions);

/** A square DataMatrix code (ECC 200) as SVG; smaller than a QR code, for the margin of a letter. */
export const dataMatrixSvg = (text: string): string =>
  toSVG({ bcid: 'datamatrix', text, paddingwidth: 2, paddingheight: 2 });

/** A code as PNG with its quiet zone, black on white; a QR code with error correction Q. */
export const codePng = (kind: 'qrcode' | 'datamatrix' | 'code128' | 'code39', text: string) =>
  toBuffer({
    bcid: kind,
    text,
    scale: 6,
    padding: 4,
    backgroundcolor: 'FFFFFF',
    ...(kind === 'qrcode' ? { eclevel: 'Q' } : {}),
  } as RenderOptions);

/** The modules of a square DataMatrix code (ECC 200), row by row from the top; true is dark. Without quiet zone. */
export const dataMatrixModules = (text: string): boolean[][] => {
  // The named export `raw` is a kind of code; this one tells the modules.
  const [symbol] = bwip.raw({ bcid: 'datamatrix', text });
  if (symbol === undefined || !('pixs' in symbol)) throw new Error('no DataMatrix for this text');
  const { pixs, pixx, pixy } = symbol;
  return Array.from({ length: pixy }, (_, y) =>
    Array.from({ length: pixx }, (_cell, x) => pixs[y * pixx + x] === 1),
  );
};
