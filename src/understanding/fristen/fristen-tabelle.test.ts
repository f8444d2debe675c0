import { describe, expect, it } from 'vitest';
import type { Bekanntgabeweg, Verfahren } from './bekanntgabe.js';
import { berechneNachRegel } from './rechner.js';
import { findRegel } from './regeln.js';

/*
 * One line for each case: legal source, rule, day, way in which the act became known (empty: the day is that of the event), expected last day, and
 * what is special. The expected days were worked out apart from the program: with a printed table of Easter Sundays, the weekdays of
 * another calendar and the month arithmetic of another library. Place: Saxony, without Fronleichnam.
 */
const tabelle = `
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-01-31 |  | 2026-03-02 | 31.01. plus ein Monat: Februar hat nur 28 Tage, der 28.02.2026 ist ein Sonnabend
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2024-01-31 |  | 2024-02-29 | Schaltjahr: 29.02.2024, Donnerstag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2028-01-30 |  | 2028-02-29 | Schaltjahr: 29.02.2028, Dienstag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2027-01-29 |  | 2027-03-01 | 28.02.2027 ist ein Sonntag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-02-28 |  | 2026-03-30 | vom Monatsende zum 28.03., einem Sonnabend
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2024-02-29 |  | 2024-04-02 | 29.02. zum 29.03.2024, Karfreitag; Ostern bis Dienstag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-03-31 |  | 2025-04-30 | 30.04.2025, Mittwoch
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-03-31 |  | 2026-04-30 | 30.04.2026, Donnerstag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-05-31 |  | 2025-06-30 | 30.06.2025, Montag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-12-31 |  | 2027-02-01 | über das Jahresende, 31.01.2027 ist ein Sonntag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-12-15 |  | 2026-01-15 | über das Jahresende
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2024-11-30 |  | 2024-12-30 | 30.12.2024, Montag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-12-01 |  | 2026-01-02 | Neujahr 2026, dann Freitag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-11-24 |  | 2025-12-24 | 24.12. ist kein Feiertag
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-11-25 |  | 2025-12-29 | Weihnachten und Wochenende
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-11-30 |  | 2025-12-30 | 30.12.
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-12-01 |  | 2027-01-04 | Neujahr 2027 ist ein Freitag, dann Wochenende
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-10-18 |  | 2026-11-19 | Buß- und Bettag 2026
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-10-19 |  | 2025-11-20 | Buß- und Bettag 2025
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-09-30 |  | 2026-10-30 | 30.10., der Reformationstag liegt danach
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-10-31 |  | 2026-11-30 | Ereignis am Feiertag zählt
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-03-03 |  | 2026-04-07 | Karfreitag 2026 bis Dienstag nach Ostern
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-04-14 |  | 2026-05-15 | Christi Himmelfahrt 2026
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-04-25 |  | 2026-05-26 | Pfingstmontag 2026
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-04-01 |  | 2026-05-04 | 1. Mai 2026, dann Wochenende
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2026-09-03 |  | 2026-10-05 | 03.10.2026 ist ein Sonnabend
§ 70 Abs. 1 VwGO, § 31 VwVfG | vwgo-70 | 2025-08-20 |  | 2025-09-22 | 20.09.2025 ist ein Sonnabend
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2024-02-29 |  | 2025-02-28 | vom Schalttag ein Jahr: 28.02.2025
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2027-02-28 |  | 2028-02-28 | vom 28.02.2027 zum 28.02.2028, nicht zum Schalttag
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2025-10-31 |  | 2026-11-02 | Reformationstag 2026 ist ein Sonnabend
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2025-12-24 |  | 2026-12-24 | 24.12.2026 ist ein Donnerstag und kein Feiertag
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2024-12-25 |  | 2025-12-29 | 1. Weihnachtstag 2025
§ 58 Abs. 2 VwGO, § 222 Abs. 2 ZPO | vwgo-58 | 2025-05-30 |  | 2026-06-01 | 30.05.2026 ist ein Sonnabend
§ 74 Abs. 1 VwGO, § 57 Abs. 2 VwGO | vwgo-74 | 2026-07-17 |  | 2026-08-17 | 17.08.2026, Montag
§ 74 Abs. 1 VwGO, § 57 Abs. 2 VwGO | vwgo-74 | 2025-09-18 |  | 2025-10-20 | 18.10.2025 ist ein Sonnabend
§ 74 Abs. 1 VwGO, § 57 Abs. 2 VwGO | vwgo-74 | 2024-10-20 |  | 2024-11-21 | Buß- und Bettag 2024
§ 74 Abs. 1 VwGO, § 57 Abs. 2 VwGO | vwgo-74 | 2025-01-31 |  | 2025-02-28 | 28.02.2025, Freitag
§ 75 Satz 2 VwGO | vwgo-75 | 2026-11-23 |  | 2027-02-23 | drei Monate: 23.02.2027
§ 75 Satz 2 VwGO | vwgo-75 | 2026-08-31 |  | 2026-11-30 | 30.11.2026
§ 75 Satz 2 VwGO | vwgo-75 | 2025-11-30 |  | 2026-02-28 | 28.02.2026 ist ein Sonnabend und bleibt
§ 75 Satz 2 VwGO | vwgo-75 | 2025-02-15 |  | 2025-05-15 | 15.05.2025
§ 75 Satz 2 VwGO | vwgo-75 | 2026-09-26 |  | 2026-12-26 | 2. Weihnachtstag bleibt
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2026-11-09 |  | 2026-11-23 | 23.11.2026
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2025-12-11 |  | 2025-12-29 | 25.12.2025, dann Montag
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2025-12-12 |  | 2025-12-29 | 26.12.2025, dann Montag
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2025-12-18 |  | 2026-01-02 | Neujahr 2026
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2026-11-04 |  | 2026-11-19 | Buß- und Bettag
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2024-02-15 |  | 2024-02-29 | 29.02.2024, Schalttag
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2025-04-04 |  | 2025-04-22 | Karfreitag 2025
§ 67 Abs. 1 OWiG, § 43 StPO | owig-67 | 2026-06-20 |  | 2026-07-06 | 04.07.2026, Sonnabend
§ 84 Abs. 1 SGG, § 64 SGG | sgg-84 | 2026-04-07 |  | 2026-05-07 | 07.05.2026
§ 84 Abs. 1 SGG, § 64 SGG | sgg-84 | 2025-01-30 |  | 2025-02-28 | 28.02.2025
§ 84 Abs. 1 SGG, § 64 SGG | sgg-84 | 2024-01-31 |  | 2024-02-29 | 29.02.2024
§ 84 Abs. 1 Satz 2 SGG | sgg-84-ausland | 2025-11-30 |  | 2026-03-02 | Ausland: 28.02.2026 ist ein Sonnabend
§ 66 Abs. 2 SGG | sgg-66 | 2024-02-29 |  | 2025-02-28 | ein Jahr vom Schalttag
§ 87 Abs. 1 SGG | sgg-87 | 2026-04-14 |  | 2026-05-15 | Christi Himmelfahrt
§ 88 Abs. 2 SGG | sgg-88-widerspruch | 2026-11-30 |  | 2027-02-28 | 28.02.2027, Sonntag, bleibt
§ 88 Abs. 1 SGG | sgg-88-antrag | 2025-08-31 |  | 2026-02-28 | sechs Monate: 28.02.2026 bleibt
§ 356 Abs. 2 AO | ao-356 | 2025-01-06 |  | 2026-01-06 | ein Jahr; 06.01. ist in Sachsen kein Feiertag
§ 52 OWiG, § 45 StPO | owig-52 | 2026-05-18 |  | 2026-05-26 | Pfingstmontag
§ 32 Abs. 2 VwVfG | vwvfg-32 | 2026-10-17 |  | 2026-11-02 | Reformationstag ist ein Sonnabend
§ 51 Abs. 3 VwVfG | vwvfg-51 | 2026-01-31 |  | 2026-04-30 | 30.04.
§ 339 Abs. 1 ZPO | zpo-339 | 2025-12-19 |  | 2026-01-02 |
§ 276 Abs. 1 ZPO | zpo-276 | 2026-03-20 |  | 2026-04-07 |
§ 692 Abs. 1 Nr. 3 ZPO | zpo-692 | 2026-05-11 |  | 2026-05-26 |
§ 700 Abs. 1 ZPO | zpo-700 | 2026-04-17 |  | 2026-05-04 |
§ 234 Abs. 1 ZPO | zpo-234 | 2025-10-17 |  | 2025-11-03 |
§ 517 ZPO | zpo-517 | 2024-01-30 |  | 2024-02-29 |
§ 520 Abs. 2 ZPO | zpo-520 | 2023-12-29 |  | 2024-02-29 |
§ 544 Abs. 3 ZPO | zpo-544 | 2025-11-26 |  | 2025-12-29 |
§ 548 ZPO | zpo-548 | 2026-08-31 |  | 2026-09-30 |
§ 569 Abs. 1 ZPO | zpo-569 | 2026-12-18 |  | 2027-01-04 |
§ 59 ArbGG | arbgg-59 | 2026-12-18 |  | 2026-12-28 |
§ 66 Abs. 1 ArbGG | arbgg-66 | 2026-02-28 |  | 2026-03-30 |
§ 66 Abs. 1 ArbGG | arbgg-66-gruende | 2025-12-31 |  | 2026-03-02 |
§ 4 KSchG | kschg-4 | 2025-12-05 |  | 2025-12-29 |
§ 79 Abs. 3 OWiG | owig-79 | 2026-10-24 |  | 2026-11-02 |
§ 60 Abs. 2 VwGO | vwgo-60 | 2026-05-22 |  | 2026-06-05 |
§ 84 Abs. 2 VwGO | vwgo-84 | 2026-02-01 |  | 2026-03-02 |
§ 124a Abs. 2 VwGO | vwgo-124a-berufung | 2025-03-18 |  | 2025-04-22 |
§ 124a Abs. 4 VwGO | vwgo-124a-zulassung | 2025-03-21 |  | 2025-04-22 |
§ 124a Abs. 4 VwGO | vwgo-124a-gruende | 2023-12-31 |  | 2024-02-29 |
§ 133 Abs. 2 VwGO | vwgo-133 | 2027-04-17 |  | 2027-05-18 |
§ 133 Abs. 3 VwGO | vwgo-133-gruende | 2026-12-31 |  | 2027-03-01 |
§ 139 Abs. 1 VwGO | vwgo-139 | 2026-12-26 |  | 2027-01-26 |
§ 147 Abs. 1 VwGO | vwgo-147 | 2026-04-30 |  | 2026-05-15 |
§ 146 Abs. 4 VwGO | vwgo-146 | 2028-01-31 |  | 2028-02-29 |
§ 47 Abs. 2 VwGO | vwgo-47 | 2025-05-01 |  | 2026-05-04 |
§ 151 Abs. 1 SGG | sgg-151 | 2026-11-30 |  | 2026-12-30 |
§ 840 Abs. 1 ZPO | zpo-840 | 2026-12-11 |  | 2026-12-28 |
§ 316 Abs. 1 AO | ao-316 | 2026-12-10 |  | 2026-12-24 |
§ 14 Abs. 1 SGB IX | sgb9-14 | 2026-11-04 |  | 2026-11-19 |
Art. 12 Abs. 3 DSGVO, VO 1182/71 | dsgvo-12 | 2026-10-31 |  | 2026-11-30 |
Art. 12 Abs. 3 DSGVO, VO 1182/71 | dsgvo-12 | 2026-11-25 |  | 2026-12-28 |
§ 28 Abs. 2 BauGB alte Fassung | baugb-28 | 2021-06-22 |  | 2021-08-22 | zwei Monate bis 22.06.2021
§ 28 Abs. 2 BauGB neue Fassung | baugb-28 | 2021-06-23 |  | 2021-09-23 | drei Monate seit 23.06.2021
§ 36 Abs. 2 BauGB | baugb-36 | 2025-12-31 |  | 2026-02-28 | 28.02.2026, Sonnabend, bleibt
§ 286 Abs. 3 BGB | bgb-286 | 2024-01-31 |  | 2024-03-01 | 30 Tage sind kein Monat: 01.03.2024
§ 42a Abs. 2 VwVfG | vwvfg-42a | 2026-11-30 |  | 2027-02-28 |
§ 48 Abs. 4 VwVfG | vwvfg-48 | 2024-02-29 |  | 2025-02-28 |
Art. 33 Abs. 1 DSGVO | dsgvo-33 | 2026-11-20 |  | 2026-11-23 | über das Wochenende
§ 41 VwVfG | vwgo-70 | 2024-12-30 | post vwvfg | 2025-02-03 | Aufgabe 2024: dritter Tag, 02.01.2025
§ 41 VwVfG | vwgo-70 | 2024-12-31 | post vwvfg | 2025-02-03 | letzter Tag des alten Rechts: dritter Tag, 03.01.2025
§ 41 VwVfG | vwgo-70 | 2025-01-01 | post vwvfg | 2025-02-05 | erster Tag des neuen Rechts: vierter Tag, Sonntag 05.01.2025
§ 41 VwVfG | vwgo-70 | 2025-01-02 | post vwvfg | 2025-02-06 | vierter Tag, Montag
§ 41 VwVfG | vwgo-70 | 2026-11-14 | post vwvfg | 2026-12-18 | vierter Tag ist der Buß- und Bettag: bleibt (VwVfG)
§ 122 AO | ao-355 | 2026-11-14 | post ao | 2026-12-21 | vierter Tag ist der Buß- und Bettag: AO, Donnerstag
§ 122 AO | ao-355 | 2026-03-30 | post ao | 2026-05-07 | vierter Tag ist Karfreitag: AO, Dienstag nach Ostern
§ 41 VwVfG | vwgo-70 | 2026-03-30 | post vwvfg | 2026-05-04 | vierter Tag ist Karfreitag: bleibt
§ 122 AO | ao-355 | 2024-10-28 | post ao | 2024-12-02 | dritter Tag ist der Reformationstag: AO, Freitag
§ 41 VwVfG | vwgo-70 | 2024-10-28 | post vwvfg | 2024-12-02 | dritter Tag ist der Reformationstag: bleibt
§ 122 AO | ao-355 | 2025-12-22 | post ao | 2026-01-29 | vierter Tag ist der 2. Weihnachtstag: AO, Montag
§ 37 SGB X | sgg-84 | 2025-12-22 | post sgb10 | 2026-01-26 | SGB X: bleibt am 26.12.
§ 37 SGB X | sgg-84 | 2024-06-05 | post sgb10 | 2024-07-08 | dritter Tag ein Sonnabend: bleibt (BSG)
§ 122 AO | ao-355 | 2025-06-04 | elektronisch ao | 2025-07-10 | § 122 Abs. 2a AO
§ 41 VwVfG | vwgo-70 | 2025-06-04 | elektronisch vwvfg | 2025-07-08 | § 41 Abs. 2 Satz 2 VwVfG
§ 41 VwVfG | vwgo-70 | 2026-01-28 | post vwvfg | 2026-03-02 | Bekanntgabe 01.02., Ende Sonntag 01.03.2026
§ 41 VwVfG | vwgo-70 | 2024-02-26 | post vwvfg | 2024-04-02 | Bekanntgabe am Schalttag, Ende Karfreitag
§ 41 VwVfG | vwgo-74 | 2025-07-07 | einschreiben vwvfg | 2025-08-11 | § 4 Abs. 2 VwZG, vierter Tag
§ 41 VwVfG | vwgo-74 | 2024-07-08 | einschreiben vwvfg | 2024-08-12 | § 4 Abs. 2 VwZG alte Fassung
§ 41 VwVfG | vwgo-58 | 2025-12-27 | post vwvfg | 2026-12-31 | Jahresfrist nach Fiktion 31.12.2025
§ 9 OZG | vwgo-70 | 2026-03-02 | postfach vwvfg | 2026-04-07 | dritter Tag 05.03., Ende Ostersonntag, Dienstag nach Ostern
§ 41 Abs. 2a VwVfG | vwgo-70 | 2026-01-30 | abruf vwvfg | 2026-03-02 | Abruf 30.01., bekannt am 31.01.
§ 41 Abs. 4 VwVfG | vwgo-70 | 2026-02-14 | oeffentlich vwvfg | 2026-03-30 | zwei Wochen nach Bekanntmachung: 28.02.2026
§ 3 VwZG | vwgo-74 | 2026-02-17 | zustellung vwvfg | 2026-03-17 | Postzustellungsurkunde
`;

const faelle = tabelle
  .trim()
  .split('\n')
  .map((line) => line.split('|').map((cell) => cell.trim()))
  .map(([quelle = '', regel = '', tag = '', weg = '', ende = '', grund = '']) => {
    return { quelle, regel, tag, weg, ende, grund };
  });

const ort = { land: 'SN' as const };

const bekanntgabeOf = (weg: string) => {
  const [way, law] = weg.split(' ') as [Bekanntgabeweg, Verfahren];
  return weg === '' ? {} : { bekanntgabe: { weg: way, verfahren: law } };
};

describe('periods by law', () => {
  it.each(faelle)('$quelle ($regel): $tag $weg → $ende, $grund', ({ regel, tag, weg, ende }) => {
    const found = findRegel(regel);
    expect(found).toBeDefined();
    const result = berechneNachRegel({ regel: found!, tag, ort, ...bekanntgabeOf(weg) });
    expect(result?.ende).toBe(ende);
    expect(result?.rechenweg.length).toBeGreaterThan(2);
  });

  it('are at least 120 cases, each with its legal source', () => {
    expect(faelle.length).toBeGreaterThanOrEqual(120);
    for (const { quelle } of faelle) expect(quelle).toMatch(/§|Art\./);
  });
});
