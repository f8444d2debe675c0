import type { VorgangDetail } from '#eakte/eakte.schema.js';
import { api } from '#web/api.js';
import { formatDate } from '#web/format.js';
import { artText } from '#web/reading-words.js';
import { Failure, Loading } from '#web/ui/feedback.js';
import { Facts, Section } from '#web/ui/page.js';
import { useLoad } from '#web/use-load.js';
import { FristenPanel } from '../fristen/fristen-panel.js';
import { DecisionList } from '../posteingang/decision-list.js';
import type { Detail } from '../posteingang/detail.js';
import { FieldList } from '../posteingang/field-list.js';
import { OwnLetterPanel } from '../posteingang/own-letter-panel.js';
import { PartList } from '../posteingang/part-list.js';
import { RechnungPanel } from '../rechnung/rechnung-panel.js';
import { DocumentList } from '../vorgang/document-list.js';
import { VorgangFacts } from '../vorgang/vorgang-facts.js';
import { FileItem } from './file-item.js';
import type { Entry } from './postkorb.js';

/** The Vorgang of an entry as it is shown beside the letter, or the way to give it one. */
export const VorgangBeside = ({ entry, onFiled }: { entry: Entry; onFiled: () => void }) => {
  const id = entry.vorgang?.id;
  const vorgang = useLoad(id, (signal) =>
    api.get<VorgangDetail>(`/api/vorgaenge/${id}`, { signal }),
  );
  const fristen = <FristenPanel key="fristen" of={{ posteingangId: entry.posteingangId }} />;
  if (id === undefined) {
    return (
      <>
        <FileItem entry={entry} onFiled={onFiled} />
        {fristen}
      </>
    );
  }
  if (vorgang.error !== undefined) {
    return <Failure error={vorgang.error} onRetry={vorgang.reload} />;
  }
  if (vorgang.data === undefined) return <Loading />;
  const { data } = vorgang;
  return (
    <>
      <h2 class="section__title">
        <a href={`/vorgaenge/${data.id}`}>{data.geschaeftszeichen}</a>
      </h2>
      <p>{data.betreff}</p>
      <OwnLetterPanel id={entry.posteingangId} />
      <VorgangFacts vorgang={data} />
      {fristen}
      <Section title="Dokumente">
        <DocumentList documents={data.dokumentListe} compact />
      </Section>
    </>
  );
};

/** What was read from the letter and why it came here. */
export const Recognised = (props: {
  item: Detail;
  active: string | undefined;
  onActive: (key: string | undefined) => void;
}) => {
  const { item } = props;
  return (
    <>
      <Facts
        entries={[
          ['Absender', item.absender],
          ['Betreff', item.betreff],
          ['Art', item.art === null ? null : artText(item.art)],
          ['Eingangsdatum', formatDate(item.eingangsdatum)],
          ['Eingangsnummer', item.eingangsnummer],
        ]}
      />
      <RechnungPanel item={item} />
      <Section title="Erkannte Felder">
        <FieldList fields={item.felder} active={props.active} onActive={props.onActive} />
      </Section>
      <Section title="Warum hier?">
        <DecisionList item={item} />
      </Section>
      <Section title="Dateien">
        <PartList item={item} />
      </Section>
    </>
  );
};
