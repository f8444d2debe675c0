/** The parts of a Geschaeftszeichen that make it unique, points of the file plan left out; null for other texts. */
export const partsOf = (geschaeftszeichen: string): string | null => {
  const match = /^([^-\s]{1,8})-([\d.?]+)\/([\d?]+)\/([\d?]+)-([\d?]{4})(?:\/\d+)?$/.exec(
    geschaeftszeichen,
  );
  if (match === null) return null;
  const [, unit = '', plan = '', akte = '', vorgang = '', jahr = ''] = match;
  return `${unit}-${plan.replace(/\./g, '')}/${akte}/${vorgang}-${jahr}`;
};

/** Whether two Geschaeftszeichen name the same Vorgang, whatever their Dokument and their points. */
export const sameVorgang = (a: string, b: string): boolean => {
  const parts = partsOf(a);
  return parts !== null && parts === partsOf(b);
};
