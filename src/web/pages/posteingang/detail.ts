import type { z } from 'zod';
import type { Entscheidung, Feld, PosteingangDetail } from '#posteingang/posteingang.schema.js';
import { feldText } from '#web/reading-words.js';
import type { Highlight, ViewerPage } from '#web/ui/viewer/page-image.js';

export type Detail = z.infer<typeof PosteingangDetail>;
export type Field = z.infer<typeof Feld>;
export type Decision = z.infer<typeof Entscheidung>;

/** The pages of an incoming item for the viewer; those of attachments say whose they are. */
export const pagesOf = (item: Pick<Detail, 'id' | 'seiten' | 'bestandteile'>): ViewerPage[] =>
  item.seiten.map((page) => {
    const part = item.bestandteile.find((candidate) => candidate.position === page.bestandteil);
    const isAttachment = part !== undefined && part.rolle === 'anlage';
    return {
      nummer: page.nummer,
      bild: page.bild,
      breite: page.breite,
      hoehe: page.hoehe,
      breitePt: page.breitePt,
      drehung: page.drehung,
      leer: page.leer,
      text: `/api/posteingaenge/${item.id}/seiten/${page.nummer}/text`,
      ...(isAttachment ? { teil: `Anlage: ${part.dateiname}` } : {}),
    };
  });

/** Identifies a field among those of an item. */
export const fieldKey = (field: Field, index: number): string => `${field.name}-${index}`;

/** The places of the recognised fields. */
export const marksOf = (fields: readonly Field[]): Highlight[] =>
  fields.flatMap((field, index) =>
    field.seite === null || field.box === null
      ? []
      : [
          {
            key: fieldKey(field, index),
            seite: field.seite,
            box: field.box,
            label: feldText(field.name),
            kind: 'feld',
          },
        ],
  );

/** Where words of an incoming item can be looked for; `initial` is what the person searched for before. */
export const searchOf = (id: string, initial?: string) => ({
  address: `/api/posteingaenge/${id}/fundstellen`,
  initial,
});

/** The newest decision of a kind in which the machine named candidates; what people decided names none. */
export const decisionOf = (item: Detail, art: Decision['art']): Decision | undefined =>
  item.entscheidungen.find((decision) => decision.art === art && decision.kandidaten.length > 0);
