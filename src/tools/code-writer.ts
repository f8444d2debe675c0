import { type RenderOptions, toBuffer, toSVG } from 'bwip-js/node';

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
