import type { z } from 'zod';
import type { VerlaufEintrag } from './postausgang.schema.js';
import type { VerlaufRow } from './postausgang-list.repository.js';

const texts: Readonly<Record<string, string>> = {
  'postausgang.created': 'Entwurf angelegt',
  'postausgang.changed': 'Entwurf geändert',
  'postausgang.submitted': 'abgegeben',
  'postausgang.preflight-failed': 'Prüfung hat Fehler gefunden, zurück in den Entwurf',
  'postausgang.waits-for-release': 'wartet auf Freigabe durch eine zweite Person',
  'postausgang.released': 'freigegeben',
  'postausgang.released-by-author': 'freigegeben (die Vorlage verlangt keine zweite Person)',
  'postausgang.returned': 'zurückgegeben',
  'postausgang.withdrawn': 'in den Entwurf zurückgeholt',
  'postausgang.held': 'Versand angehalten',
  'postausgang.continued': 'Versand fortgesetzt',
  'postausgang.cancelled': 'storniert',
  'postausgang.dispatch-sent': 'versandt',
  'postausgang.dispatch-retry': 'Versand noch nicht gelungen, neuer Versuch folgt',
  'postausgang.dispatch-failed': 'Versand gescheitert',
  'postausgang.dispatch-unknown': 'Versand ungewiss',
  'postausgang.fallback': 'anderer Weg gewählt, weil der erste gescheitert ist',
  'postausgang.resolved': 'ungewisser Versand geklärt',
  'postausgang.retried': 'Versand erneut angestoßen',
  'postausgang.undeliverable': 'unzustellbar',
  'postausgang.delayed': 'Zustellung verzögert',
  'postausgang.rewritten': 'als neuer Entwurf für die Post geschrieben',
  'postausgang.return-reason': 'Grund des Rücklaufs eingetragen',
  'postausgang.proved': 'versandt; durch den Zustellbericht eines Mailservers belegt',
  'postausgang.delivered': 'Zustellbericht eines Mailservers',
  'postausgang.filed': 'in der E-Akte abgelegt, Ab-Vermerk gesetzt',
  'gegenseite.uebergeben': 'Gegenseite: übergeben',
  'gegenseite.angenommen': 'Gegenseite: angenommen',
  'gegenseite.gedruckt': 'Gegenseite: gedruckt',
  'gegenseite.eingeliefert': 'Gegenseite: bei der Post eingeliefert',
  'gegenseite.zugestellt': 'Gegenseite: zugestellt',
  'gegenseite.abgeholt': 'Gegenseite: abgeholt',
  'gegenseite.unzustellbar': 'Gegenseite: unzustellbar',
  'gegenseite.abgelehnt': 'Gegenseite: abgelehnt',
  'gegenseite.storniert': 'Gegenseite: storniert',
  'gegenseite.hinweis': 'Gegenseite: Hinweis',
};

const kanal: Readonly<Record<string, string>> = {
  email: 'per E-Mail',
  druck: 'über den Druckordner',
  ipp: 'über den Drucker im Haus',
  sftp: 'über den Druckdienstleister',
  portal: 'über das Bürgerpostfach',
  briefdienst: 'über den Briefdienst',
};

const berichte: Readonly<Record<string, string>> = {
  delivered: 'zugestellt',
  relayed: 'weitergegeben',
  zurueck: 'zurückgekommen',
  expanded: 'an eine Verteilerliste weitergegeben',
};

const textOf = (row: VerlaufRow): string => {
  const text = texts[row.action] ?? '';
  const { attempt, sent } = row.detail;
  const bericht = berichte[String(row.detail['bericht'])];
  const weg = kanal[String(row.detail['kanal'])];
  const frist = row.detail['fristMinuten'];
  const parts = [
    ...(typeof frist === 'number' && frist > 0 ? [`Stornofrist ${frist} Minuten`] : []),
    ...(weg === undefined ? [] : [weg]),
    ...(typeof attempt === 'number' && attempt > 1 ? [`Versuch ${attempt}`] : []),
    ...(sent === true ? ['ist rausgegangen'] : []),
    ...(sent === false ? ['ist nicht rausgegangen'] : []),
    ...(bericht === undefined ? [] : [bericht]),
    ...(typeof row.detail['status'] === 'string' ? [`Status ${row.detail['status']}`] : []),
    ...(typeof row.detail['meldung'] === 'string'
      ? [row.detail['meldung'].replace(/\.$/, '')]
      : []),
    ...(typeof row.detail['grund'] === 'string' ? [row.detail['grund'].replace(/\.$/, '')] : []),
    ...(row.detail['recovered'] === true ? ['nach Ausfall festgestellt'] : []),
  ];
  return parts.length === 0 ? text : `${text} (${parts.join(', ')})`;
};

/** The history as a clerk reads it; successive changes of a draft by one person are one line. */
export const toVerlauf = (rows: readonly VerlaufRow[]): z.infer<typeof VerlaufEintrag>[] => {
  const shown = rows.filter((row) => texts[row.action] !== undefined);
  return shown
    .filter((row, index) => {
      const next = shown[index + 1];
      return !(
        row.action === 'postausgang.changed' &&
        next?.action === row.action &&
        next.person === row.person
      );
    })
    .map((row) => ({
      at: row.at.toISOString(),
      ereignis: row.action,
      text: textOf(row),
      person: row.person,
    }));
};
