import { useSession } from '#web/session.js';
import { Button } from '#web/ui/button.js';
import { notify } from '#web/ui/toast.js';
import { PasswordForm } from '../konto/password-form.js';
import { Gate } from './gate.js';

/** The first sign-in with a one-time password: nothing else is possible before the change. */
export const ForcedPasswordPage = () => {
  const { ich, refresh, signOut } = useSession();
  return (
    <Gate title="Neues Kennwort vergeben">
      <p>
        Guten Tag, {ich.name}. Sie haben sich mit einem Einmalkennwort angemeldet. Bitte vergeben
        Sie jetzt ein eigenes Kennwort.
      </p>
      <PasswordForm
        onChanged={() => {
          notify('success', 'Ihr Kennwort ist geändert.');
          refresh();
        }}
      />
      <Button label="Abmelden" variant="tertiary" small onClick={signOut} />
    </Gate>
  );
};
