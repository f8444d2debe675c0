const objects: Readonly<Record<string, string>> = {
  akte: 'Akte',
  dokument: 'Dokument',
  handhabungsregel: 'Handhabungsregel',
  organisationseinheit: 'Organisationseinheit',
  person: 'Person',
  postausgang: 'Schreiben',
  posteingang: 'Eingang',
  postkorb: 'Postkorb',
  token: 'API-Token',
  vorgang: 'Vorgang',
};

const deeds: Readonly<Record<string, string>> = {
  abgegeben: 'abgegeben (nicht für uns)',
  accepted: 'angenommen',
  'archivkopie.read': 'Archivkopie gelesen',
  'beteiligter-added': 'Beteiligte ergänzt',
  'beteiligter-removed': 'Beteiligte entfernt',
  'bestandteil.read': 'Anlage gelesen',
  cancelled: 'storniert',
  changed: 'geändert',
  created: 'angelegt',
  durchsucht: 'durchsucht',
  downloaded: 'heruntergeladen',
  eingangsbestaetigung: 'Eingangsbestätigung versandt oder aufgegeben',
  'entscheidung-zurueckgenommen': 'Entscheidung im Clearing zurückgenommen',
  erledigt: 'erledigt',
  filed: 'zum Vorgang genommen',
  gelesen: 'gelesen',
  'mail.read': 'E-Mail gelesen',
  'mail.formatiert.read': 'E-Mail formatiert gelesen',
  'nachscan-erbeten': 'neuer Scan erbeten',
  'nachscan-erledigt': 'neuer Scan erledigt',
  nochmal: 'erneut verarbeitet',
  'original.read': 'Original gelesen',
  'platz-uebernommen': 'im Clearing von jemand anderem übernommen',
  'quarantaene.abweisen': 'aus der Quarantäne abgewiesen',
  'quarantaene.erneut_pruefen': 'in Quarantäne erneut geprüft',
  'quarantaene.fehlalarm': 'aus der Quarantäne freigegeben',
  read: 'gelesen',
  'rechnung.read': 'Elektronische Rechnung gelesen',
  refused: 'abgewiesen',
  released: 'freigegeben',
  resolved: 'Versand geklärt',
  retried: 'Versand wiederholt',
  returned: 'zurückgegeben',
  revoked: 'widerrufen',
  'seite.read': 'Seite gelesen',
  separated: 'aus Stapel getrennt',
  deckblatt: 'Deckblatt gedruckt',
  'seiten-geordnet': 'Seiten geordnet',
  'seiten-zurueckgenommen': 'Ordnung der Seiten zurückgenommen',
  'seitenordnung.read': 'Seitenordnung gelesen',
  'signed-in': 'angemeldet',
  'signed-out': 'abgemeldet',
  stage: 'bearbeitet',
  submitted: 'abgegeben',
  'vermerk-added': 'Vermerk hinzugefügt',
  weitergegeben: 'weitergegeben',
  withdrawn: 'zurückgeholt',
  zurueckgegeben: 'als Irrläufer zurückgegeben',
  zugeordnet: 'zugeordnet',
  zurueckgestellt: 'im Clearing zurückgestellt',
};

/** The name of an object of the audit trail. */
export const objectText = (type: string): string => objects[type] ?? type;

/** What was done, in words; the exact code where there are none. */
export const actionText = (action: string): string => {
  const at = action.indexOf('.');
  const deed = deeds[action.slice(at + 1)];
  return deed === undefined ? action : `${objectText(action.slice(0, at))} ${deed}`;
};
