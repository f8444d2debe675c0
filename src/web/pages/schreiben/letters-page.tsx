import { setQuery, usePlace } from '#web/router.js';
import { SelectField } from '#web/ui/field.js';
import { Page } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { postausgangZustaende } from '#web/words.js';
import { LetterList } from './letter-list.js';

const states = [
  'entwurf',
  'zur_freigabe',
  'queued',
  'sent',
  'unknown',
  'failed',
  'storniert',
] as const;

/** My outgoing letters and those of my units. */
export const LettersPage = () => {
  const { query } = usePlace();
  const view = query.get('sicht') === 'einheit' ? 'einheit' : 'meine';
  const state = query.get('zustand') ?? '';
  return (
    <Page title="Schreiben" subtitle="Ein neues Schreiben beginnt im Vorgang, zu dem es gehört.">
      <Tabs
        label="Schreiben"
        active={view}
        onChange={(sicht) => setQuery({ sicht: sicht === 'meine' ? undefined : sicht })}
        tabs={[
          { key: 'meine', label: 'Von mir verfasst' },
          { key: 'einheit', label: 'Meine Einheiten' },
        ]}
      >
        <div class="filters">
          <SelectField
            label="Zustand"
            value={state}
            onChange={(zustand) => setQuery({ zustand })}
            options={states.map((value) => ({ value, text: postausgangZustaende[value].text }))}
            empty="Alle"
            width="short"
          />
        </div>
        <LetterList
          query={{ sicht: view, ...(state === '' ? {} : { zustand: state }) }}
          empty="Keine Schreiben in dieser Auswahl."
        />
      </Tabs>
    </Page>
  );
};
