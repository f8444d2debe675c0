/** What a scanned page is worth, as it is stored with the page. */
export interface Seitenqualitaet {
  dpi: number;
  /** Width of the edges of strokes; 0 where there is no print. */
  kantenMm: number;
  /** Distance of print from paper, 0 to 1. */
  kontrast: number;
  /** Degrees by which the lines fell to the right. */
  schieflage: number;
  /** Characters that the edge of the picture cuts. */
  angeschnitten: number;
}

/** Set by hand after looking at generated pages; not yet measured against what a second scan would gain. */
const leastDpi = 140;
const blurredEdgeMm = 0.55;
const paleContrast = 0.25;
const mostSkew = 3.5;
const cutCharacters = 6;
/** What was read well needs no better picture, whatever the picture looks like. */
const readWell = 0.88;
const readBadly = 0.6;

/**
 * The sentence for the person at the scanner where a new scan is sensible, null where it is not: a page that is
 * faulty but was read well is left in peace, a page that lacks text is not.
 */
export const rescanAdvice = (
  nummer: number,
  quality: Seitenqualitaet | null,
  konfidenz: number | null,
): string | null => {
  if (quality === null || quality.kantenMm === 0) return null;
  const page = `Seite ${nummer}`;
  if (quality.angeschnitten >= cutCharacters)
    return `Auf ${page} ist Text am Rand abgeschnitten; bitte gerade einlegen und neu scannen.`;
  const confidence = konfidenz ?? 0;
  if (confidence >= readWell) return null;
  if (quality.dpi < leastDpi)
    return `${page} hat nur ${quality.dpi} dpi; bitte mit 300 dpi neu scannen.`;
  if (quality.kantenMm > blurredEdgeMm)
    return `${page} ist unscharf; bitte mit 300 dpi neu scannen.`;
  if (quality.kontrast < paleContrast)
    return `${page} ist sehr blass; bitte mit höherem Kontrast neu scannen.`;
  if (Math.abs(quality.schieflage) > mostSkew)
    return `${page} liegt schief; bitte gerade einlegen und neu scannen.`;
  return confidence < readBadly
    ? `${page} ist schlecht lesbar; bitte die Vorlage prüfen und mit 300 dpi neu scannen.`
    : null;
};
