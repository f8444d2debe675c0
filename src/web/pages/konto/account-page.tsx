import { useState } from 'preact/hooks';
import { useSession } from '#web/session.js';
import { Facts, Page, Section } from '#web/ui/page.js';
import { notify } from '#web/ui/toast.js';
import { rolleText } from '#web/words.js';
import { PasswordForm } from './password-form.js';

/** One's own account: roles and password. */
export const AccountPage = () => {
  const { ich } = useSession();
  const [round, setRound] = useState(0);
  return (
    <Page title="Mein Konto">
      <div class="columns">
        <Section title="Kennwort ändern" card>
          <PasswordForm
            key={round}
            onChanged={() => {
              notify('success', 'Ihr Kennwort ist geändert.');
              setRound(round + 1);
            }}
          />
        </Section>
        <Section title="Konto" card>
          <Facts
            entries={[
              ['Name', ich.name],
              ['Anmeldename', ich.login],
              [
                'Rollen',
                <ul class="plain-list" key="rollen">
                  {ich.rollen.map((held) => (
                    <li key={`${held.rolle}-${held.organisationseinheit.id}`}>
                      {rolleText(held.rolle)} – {held.organisationseinheit.kuerzel}{' '}
                      {held.organisationseinheit.name}
                    </li>
                  ))}
                </ul>,
              ],
            ]}
          />
        </Section>
      </div>
    </Page>
  );
};
