import { LinkButton } from '#web/ui/button.js';
import { Page } from '#web/ui/page.js';
import { LetterList } from './letter-list.js';

/** Letters that wait for the release by a second person. */
export const ReleasePage = () => (
  <Page
    title="Zur Freigabe"
    subtitle="Schreiben anderer, die auf Ihre Freigabe warten. Eigene Schreiben gibt eine zweite Person frei."
  >
    <LetterList
      query={{ sicht: 'freigabe' }}
      omit={['zustand', 'kanal']}
      empty="Zurzeit wartet kein Schreiben auf Ihre Freigabe."
      action={(line) => <LinkButton label="Prüfen" small href={`/schreiben/${line.id}`} />}
    />
  </Page>
);
