import type { Person } from '#organisation/organisation.schema.js';
import { useEinheiten } from '#web/einheiten.js';
import { ConfirmDialog } from '#web/ui/dialog.js';
import { type PersonAnswer, PersonDialog } from './person-dialog.js';
import { SecretDialog } from './secret-dialog.js';

/** What the page asks the administrator about at the moment. */
export type Asked =
  | { kind: 'edit'; person: Person | undefined }
  | { kind: 'reset' | 'disable'; person: Person }
  | { kind: 'secret'; person: Person; secret: string };

const confirmations = {
  reset: {
    title: 'Neues Einmalkennwort',
    text: 'Das bisherige Kennwort gilt sofort nicht mehr. Die Person muss das Einmalkennwort bei der nächsten Anmeldung ändern.',
    confirm: 'Einmalkennwort vergeben',
  },
  disable: {
    title: 'Person sperren',
    text: 'Alle Sitzungen und API-Tokens der Person enden sofort. Die Sperre lässt sich aufheben.',
    confirm: 'Sperren',
  },
} as const;

/** The dialog that fits what is asked. */
export const PeopleDialogs = (props: {
  asked: Asked;
  onSaved: (answer: PersonAnswer) => void;
  onPatch: (person: Person, body: object) => void;
  onClose: () => void;
}) => {
  const { asked, onClose } = props;
  const units = useEinheiten();
  if (asked.kind === 'edit') {
    return (
      <PersonDialog person={asked.person} units={units} onSaved={props.onSaved} onClose={onClose} />
    );
  }
  if (asked.kind === 'secret') {
    return (
      <SecretDialog
        title={`Einmalkennwort für ${asked.person.name}`}
        label="Einmalkennwort"
        secret={asked.secret}
        explanation="Bitte übergeben Sie es der Person auf sicherem Weg. Bei der ersten Anmeldung wird sie es ändern."
        onClose={onClose}
      />
    );
  }
  const body = asked.kind === 'reset' ? { resetPassword: true } : { disabled: true };
  return (
    <ConfirmDialog
      {...confirmations[asked.kind]}
      danger={asked.kind === 'disable'}
      onClose={onClose}
      onConfirm={() => props.onPatch(asked.person, body)}
    />
  );
};
