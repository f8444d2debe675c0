import { useState } from 'preact/hooks';
import type { Einwilligung, EmpfangDetail } from '#eakte/empfang/empfang.schema.js';
import { api } from '#web/api.js';
import { formatDate, today } from '#web/format.js';
import { Button } from '#web/ui/button.js';
import { Badge } from '#web/ui/feedback.js';
import { SelectField, TextArea, TextField } from '#web/ui/field.js';
import { useSubmit } from '#web/ui/form.js';
import { FormDialog } from '#web/ui/form-dialog.js';

interface Part {
  base: string;
  empfang: EmpfangDetail;
  onChange: (after: EmpfangDetail) => void;
}

const umfang: Readonly<Record<Einwilligung['umfang'], string>> = {
  email: 'E-Mail (§ 3a VwVfG)',
  portal: 'Postfach im Nutzerkonto (§ 9 OZG, § 41 Abs. 2a VwVfG)',
  portal_ausschluss: 'Ausschluss des Postfachs (§ 9 OZG)',
};

const vorschlag: Readonly<Record<Einwilligung['umfang'], string>> = {
  email:
    'Ich bin damit einverstanden, dass mir die Behörde in diesem Verfahren per E-Mail schreibt.',
  portal:
    'Ich bin damit einverstanden, dass mir Bescheide in diesem Verfahren in meinem Postfach im Nutzerkonto zum Abruf bereitgestellt werden.',
  portal_ausschluss: 'Ich möchte keine Bescheide in meinem Postfach im Nutzerkonto bekommen.',
};

const NeuDialog = (props: Part & { onClose: () => void }) => {
  const [art, setArt] = useState<Einwilligung['umfang']>('email');
  const [erteiltAm, setErteiltAm] = useState(today());
  const [wortlaut, setWortlaut] = useState(vorschlag.email);
  const [durch, setDurch] = useState(props.empfang.name);
  const form = useSubmit({
    check: () => ({
      ...(wortlaut.trim().length < 3 ? { wortlaut: 'Bitte geben Sie den Wortlaut an.' } : {}),
      ...(durch.trim().length < 2 ? { durch: 'Bitte geben Sie an, wer es erklärt hat.' } : {}),
    }),
    submit: async () => {
      const body = { umfang: art, erteiltAm, wortlaut, erteiltDurch: durch };
      props.onChange(await api.post<EmpfangDetail>(`${props.base}/einwilligungen`, body));
      props.onClose();
    },
  });
  const choose = (value: string): void => {
    const next = value as Einwilligung['umfang'];
    if (wortlaut === vorschlag[art]) setWortlaut(vorschlag[next]);
    setArt(next);
  };
  return (
    <FormDialog
      title="Einwilligung festhalten"
      form={form}
      submit="Festhalten"
      onClose={props.onClose}
      intro={<p>Halten Sie nur fest, was wirklich erklärt wurde, mit seinem Wortlaut.</p>}
    >
      <SelectField
        label="Art der Erklärung"
        value={art}
        onChange={choose}
        options={Object.entries(umfang).map(([value, text]) => ({ value, text }))}
      />
      <TextField label="Erklärt am" type="date" value={erteiltAm} onInput={setErteiltAm} />
      <TextArea
        id="wortlaut"
        label="Wortlaut"
        value={wortlaut}
        onInput={setWortlaut}
        error={form.faults['wortlaut']}
      />
      <TextField
        id="durch"
        label="Erklärt durch"
        hint="z. B. die Person selbst oder ihre Vertretung"
        value={durch}
        onInput={setDurch}
        error={form.faults['durch']}
      />
    </FormDialog>
  );
};

const WiderrufDialog = (props: Part & { one: Einwilligung; onClose: () => void }) => {
  const [am, setAm] = useState(today());
  const [grund, setGrund] = useState('');
  const form = useSubmit({
    check: () =>
      grund.trim().length < 3 ? { grund: 'Bitte geben Sie an, wie widerrufen wurde.' } : {},
    submit: async () => {
      const path = `${props.base}/einwilligungen/${props.one.id}/widerruf`;
      props.onChange(await api.post<EmpfangDetail>(path, { widerrufenAm: am, grund }));
      props.onClose();
    },
  });
  return (
    <FormDialog
      title="Widerruf festhalten"
      form={form}
      submit="Widerruf festhalten"
      danger
      onClose={props.onClose}
    >
      <TextField label="Widerrufen am" type="date" value={am} onInput={setAm} />
      <TextArea
        id="grund"
        label="Wie wurde widerrufen?"
        hint="z. B. Schreiben vom 3. November, Bl. 12"
        value={grund}
        onInput={setGrund}
        error={form.faults['grund']}
      />
    </FormDialog>
  );
};

const Eintrag = (props: { one: Einwilligung; onWithdraw: (() => void) | undefined }) => {
  const { one } = props;
  return (
    <li>
      <strong>{umfang[one.umfang]}</strong>{' '}
      {one.widerrufenAm === null ? (
        <Badge tone="success" text="gilt" />
      ) : (
        <Badge tone="neutral" text={`widerrufen am ${formatDate(one.widerrufenAm)}`} />
      )}
      <p>
        „{one.wortlaut}“
        <br />
        <span class="muted small">
          Erklärt am {formatDate(one.erteiltAm)} durch {one.erteiltDurch}
          {one.adresse === null ? '' : ` für ${one.adresse}`}; festgehalten von{' '}
          {one.aufgenommenVon ?? 'Poststelle'}.
          {one.widerrufGrund === null ? '' : ` Widerruf: ${one.widerrufGrund}`}
        </span>
      </p>
      {props.onWithdraw === undefined ? null : (
        <Button
          label="Widerrufen"
          spoken={`Widerrufen: ${umfang[one.umfang]}`}
          small
          variant="tertiary"
          onClick={props.onWithdraw}
        />
      )}
    </li>
  );
};

/** What somebody agreed to or refused, with what was withdrawn. */
export const Einwilligungen = (props: Part) => {
  const [adding, setAdding] = useState(false);
  const [withdrawing, setWithdrawing] = useState<Einwilligung>();
  const { einwilligungen, darfBearbeiten } = props.empfang;
  return (
    <>
      {einwilligungen.length === 0 ? (
        <p class="muted">Keine Einwilligung. Schreiben gehen mit der Post.</p>
      ) : (
        <ul class="plain-list">
          {einwilligungen.map((one) => (
            <Eintrag
              key={one.id}
              one={one}
              onWithdraw={
                darfBearbeiten && one.widerrufenAm === null ? () => setWithdrawing(one) : undefined
              }
            />
          ))}
        </ul>
      )}
      {darfBearbeiten ? (
        <Button label="Einwilligung festhalten" icon="plus" onClick={() => setAdding(true)} />
      ) : null}
      {adding ? <NeuDialog {...props} onClose={() => setAdding(false)} /> : null}
      {withdrawing === undefined ? null : (
        <WiderrufDialog {...props} one={withdrawing} onClose={() => setWithdrawing(undefined)} />
      )}
    </>
  );
};
