import { useState } from 'preact/hooks';
import type { PostausgangZeile } from '#postausgang/postausgang.schema.js';
import { Button } from '#web/ui/button.js';
import { Page } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { ClarifyDialog, type Verdict } from './clarify-dialog.js';
import { LetterList } from './letter-list.js';

/** Letters whose dispatch is uncertain or has failed; nothing of it is sent again by itself. */
export const UnclearPage = () => {
  const [asked, setAsked] = useState<{
    letter: PostausgangZeile;
    verdict: Verdict;
    reload: () => void;
  }>();
  return (
    <Page
      title="Versandklärung"
      subtitle="Bei diesen Schreiben ist ungewiss, ob sie hinausgegangen sind, ihr Versand ist gescheitert, oder die Gegenseite hat sie nach der Übergabe abgelehnt. Sie werden nie von selbst erneut versandt."
    >
      <LetterList
        query={{ sicht: 'unklar' }}
        omit={['verfasser']}
        empty="Kein Versand ist ungeklärt."
        action={(letter, reload) =>
          letter.zustand === 'unknown' ? (
            <span class="button-row">
              <Button
                label="Rausgegangen"
                spoken={`Rausgegangen: ${letter.betreff}`}
                small
                onClick={() => setAsked({ letter, verdict: 'rausgegangen', reload })}
              />
              <Button
                label="Nicht rausgegangen"
                spoken={`Nicht rausgegangen: ${letter.betreff}`}
                small
                onClick={() => setAsked({ letter, verdict: 'nicht_rausgegangen', reload })}
              />
            </span>
          ) : letter.zustand === 'sent' ? (
            <span>Nach der Übergabe abgelehnt. Bitte öffnen und erneut senden.</span>
          ) : null
        }
      />
      {asked === undefined ? null : (
        <ClarifyDialog
          letter={asked.letter}
          verdict={asked.verdict}
          onClose={() => setAsked(undefined)}
          onDone={() => {
            notify('success', 'Die Feststellung ist gespeichert.');
            asked.reload();
            setAsked(undefined);
          }}
        />
      )}
    </Page>
  );
};
