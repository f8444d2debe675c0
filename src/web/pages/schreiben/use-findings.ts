import { useState } from 'preact/hooks';
import type { Befund } from '#postausgang/postausgang.schema.js';
import { useShortcuts } from '#web/ui/shortcuts.js';
import { announce } from '#web/ui/toast.js';
import type { Highlight } from '#web/ui/viewer/page-image.js';

/** A finding with the key by which its entry in the list and its rectangle on the page belong together. */
export interface KeyedFinding extends Befund {
  key: string;
}

const sheet = { width: 210, height: 297 } as const;

/** The rectangle of a finding as shares of its page; undefined where it has no place. */
export const boxOf = ({ stelle }: Befund): Highlight['box'] | undefined =>
  stelle === undefined
    ? undefined
    : {
        x: stelle.x / sheet.width,
        y: stelle.y / sheet.height,
        width: Math.max(1, stelle.breite) / sheet.width,
        height: Math.max(1, stelle.hoehe) / sheet.height,
      };

/** The rectangles of the findings, for the viewer of pages. */
export const findingMarks = (findings: readonly KeyedFinding[]): Highlight[] =>
  findings.flatMap((finding) => {
    const box = boxOf(finding);
    const { stelle, key, text } = finding;
    if (box === undefined || stelle === undefined) return [];
    return [{ key, seite: stelle.seite, box, label: text, kind: 'befund' as const }];
  });

const severity = { fehler: 0, hinweis: 1, ok: 2 } as const;

/** Findings, the faults first, and which of them is chosen; `b` and `B` go from place to place. */
export const useFindings = (given: readonly Befund[]) => {
  const [wanted, setWanted] = useState<string>();
  const findings = given
    .map((finding, index) => ({ ...finding, key: `${finding.code}-${index}` }))
    .sort((a, b) => severity[a.stufe] - severity[b.stufe]);
  const placed = findings.filter((finding) => finding.stelle !== undefined);
  const chosen = placed.some(({ key }) => key === wanted) ? wanted : undefined;
  const choose = (key: string): void => {
    const index = placed.findIndex((finding) => finding.key === key);
    const finding = placed[index];
    if (finding === undefined) return;
    setWanted(key);
    announce(
      `Befund ${index + 1} von ${placed.length}, Seite ${finding.stelle?.seite}: ${finding.text}`,
    );
  };
  const go = (step: 1 | -1): void => {
    if (placed.length === 0) return;
    const current = placed.findIndex(({ key }) => key === chosen);
    const next = current === -1 && step === -1 ? placed.length - 1 : current + step;
    choose(placed[(next + placed.length) % placed.length]?.key ?? '');
  };
  useShortcuts(placed.length === 0 ? {} : { b: () => go(1), B: () => go(-1) });
  return { findings, placed: placed.length, chosen, choose, go };
};

/** What a page shows of its findings. */
export type ShownFindings = ReturnType<typeof useFindings>;
