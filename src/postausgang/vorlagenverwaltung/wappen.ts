import { InvalidInput } from '#errors.js';

const mostBytes = 300_000;
const mostPixels = 4_000;

/** Elements that only draw. What can run, load or animate is not among them. */
const drawing = new Set(
  'svg g path rect circle ellipse line polyline polygon defs clipPath mask linearGradient radialGradient stop title desc use symbol text tspan pattern'.split(
    ' ',
  ),
);

const svgFaults = (bytes: Buffer): string[] => {
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  const found: string[] = [];
  if (!/^\s*(<\?xml[^>]*\?>)?\s*(<!--[\s\S]*?-->\s*)*<svg[\s>]/.test(text)) {
    return ['Die Datei ist kein SVG.'];
  }
  if (/<!DOCTYPE|<!ENTITY|<!\[CDATA\[/i.test(text)) {
    found.push('Das SVG enthält eine Dokumenttyp-Angabe oder einen CDATA-Abschnitt.');
  }
  const elements = [...text.matchAll(/<([A-Za-z_][\w:.-]*)/g)].map(([, name]) => name ?? '');
  const foreign = [...new Set(elements.filter((name) => !drawing.has(name)))];
  if (foreign.length > 0) {
    found.push(
      `Das SVG enthält Elemente, die nicht nur zeichnen: ${foreign.slice(0, 5).join(', ')}. Bitte als „einfaches SVG“ speichern.`,
    );
  }
  if (/\son\w+\s*=/i.test(text)) found.push('Das SVG enthält Anweisungen, die ausgeführt würden.');
  const links = [...text.matchAll(/\bhref\s*=\s*["']\s*([^"']*)/gi)].map(([, to]) => to ?? '');
  if (links.some((to) => !to.startsWith('#')) || /url\(\s*["']?(?!#)/i.test(text)) {
    found.push('Das SVG verweist auf etwas außerhalb der Datei.');
  }
  return found;
};

const pngSignature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);

const pngFaults = (bytes: Buffer): string[] => {
  if (bytes.length < 33 || !bytes.subarray(0, 8).equals(pngSignature)) {
    return ['Die Datei ist kein PNG.'];
  }
  const [width, height] = [bytes.readUInt32BE(16), bytes.readUInt32BE(20)];
  if (width >= 1 && height >= 1 && width <= mostPixels && height <= mostPixels) return [];
  return [
    `Das Bild hat ${width} × ${height} Pixel; erlaubt sind höchstens ${mostPixels} je Seite.`,
  ];
};

/** Why a picture may not become a coat of arms, for the administrator; empty for a good one. */
export const wappenFaults = (bytes: Buffer, kind: 'svg' | 'png'): string[] => {
  if (bytes.length > mostBytes) {
    const size = Math.ceil(bytes.length / 1_000);
    return [`Die Datei ist mit ${size} kB zu groß; erlaubt sind ${mostBytes / 1_000} kB.`];
  }
  return kind === 'svg' ? svgFaults(bytes) : pngFaults(bytes);
};

/** @throws InvalidInput for a picture that is no harmless coat of arms. */
export const requireWappen = (bytes: Buffer, kind: 'svg' | 'png'): void => {
  const faults = wappenFaults(bytes, kind);
  if (faults.length === 0) return;
  throw new InvalidInput({
    code: 'wappen-unzulaessig',
    httpStatus: 422,
    message: 'The coat of arms is refused.',
    clerkMessage: faults.join(' '),
  });
};
