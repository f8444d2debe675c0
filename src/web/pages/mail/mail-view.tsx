import { useState } from 'preact/hooks';
import type { MailAnsicht } from '#posteingang/mail.schema.js';
import { api } from '#web/api.js';
import { formatInstant, formatSize } from '#web/format.js';
import { Alert, Failure, Loading } from '#web/ui/feedback.js';
import { Icon } from '#web/ui/icon.js';
import { Facts, Section } from '#web/ui/page.js';
import { Tabs } from '#web/ui/tabs.js';
import { useLoad } from '#web/use-load.js';

type Adresse = MailAnsicht['von'][number];

const addressText = ({ name, adresse }: Adresse): string =>
  name === '' ? adresse : `${name} <${adresse}>`;

const addressesText = (list: readonly Adresse[]): string | null =>
  list.length === 0 ? null : list.map(addressText).join(', ');

const domainText = (checked: MailAnsicht['echtheit']): string | null =>
  checked === null ? null : `${checked.text}; ${checked.herkunft}`;

const Head = ({ mail }: { mail: MailAnsicht }) => (
  <>
    <Facts
      entries={[
        ['Von', addressesText(mail.von)],
        ['An', addressesText(mail.an)],
        ['Kopie (Cc)', addressesText(mail.kopie)],
        ['Antwort an', addressesText(mail.antwortAn)],
        ['Datum', mail.datum === null ? null : formatInstant(mail.datum)],
        ['Betreff', mail.betreff],
        ['Absenderdomain', domainText(mail.echtheit)],
      ]}
    />
    {mail.warnungen.length === 0 ? null : (
      <Alert tone="warning" title="Am Absender fällt etwas auf. Bitte genau hinsehen.">
        <ul>
          {mail.warnungen.map((warning) => (
            <li key={warning}>{warning}</li>
          ))}
        </ul>
      </Alert>
    )}
  </>
);

/** The cleaned HTML of a mail in a frame that may run, load, send and open nothing; the server's policy says the same. */
export const MailFrame = ({ src }: { src: string }) => (
  <iframe class="mail__frame" sandbox="" src={src} title="E-Mail, formatierte Ansicht" />
);

const Links = ({ mail }: { mail: MailAnsicht }) => {
  const misleading = mail.verweise.filter((link) => link.irrefuehrend);
  return misleading.length === 0 ? null : (
    <Alert tone="warning" title="Ein Link führt woanders hin, als sein Text sagt.">
      <ul>
        {misleading.map((link) => (
          <li key={`${link.text} ${link.adresse}`} class="mail__long">
            „{link.text}“ führt zu {link.adresse}
          </li>
        ))}
      </ul>
    </Alert>
  );
};

const Formatted = ({ mail, src }: { mail: MailAnsicht; src: string }) => (
  <>
    <p class="small">
      {mail.blockiert.length === 0
        ? 'In dieser Ansicht fehlt nichts.'
        : `Zum Schutz nicht gezeigt: ${mail.blockiert.join(', ')}.`}
    </p>
    <Links mail={mail} />
    <MailFrame src={src} />
  </>
);

const Body = ({ mail }: { mail: MailAnsicht }) => {
  const [view, setView] = useState('text');
  const text = (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls has to be reachable by keyboard
    <section class="mail__text" aria-label="Text der E-Mail" tabIndex={0}>
      {mail.text === '' ? <p class="muted">Diese E-Mail hat keinen Text.</p> : mail.text}
    </section>
  );
  if (mail.formatiert === null) return text;
  return (
    <Tabs
      label="Ansicht der E-Mail"
      active={view}
      onChange={setView}
      tabs={[
        { key: 'text', label: 'Text' },
        { key: 'formatiert', label: 'Formatierte Ansicht' },
      ]}
    >
      {view === 'text' ? text : <Formatted mail={mail} src={mail.formatiert} />}
    </Tabs>
  );
};

const Attachments = ({ mail }: { mail: MailAnsicht }) => (
  <ul class="parts">
    {mail.anlagen.map((part) => (
      <li key={part.position}>
        <Icon name="page" size="small" />
        <a href={part.inhalt} download>
          {part.dateiname}
        </a>
        <span class="muted small">
          {formatSize(part.size)}
          {part.ersteSeite === null ? '' : `, ab Seite ${part.ersteSeite} in den Seitenbildern`}
          {part.hinweis === null ? '' : ` – ${part.hinweis}`}
        </span>
        <details class="small">
          <summary>Prüfsumme</summary>
          <span class="mail__long">SHA-256 {part.sha256}</span>
        </details>
      </li>
    ))}
  </ul>
);

const TechnicalHead = ({ mail }: { mail: MailAnsicht }) => (
  <details class="mail__technical">
    <summary>Technischer Kopf ({mail.kopfzeilen.length} Zeilen)</summary>
    {mail.echtheit === null ? null : (
      <ul class="small" aria-label={`Prüfung der Absenderdomain, ${mail.echtheit.herkunft}`}>
        {mail.echtheit.einzelheiten.map((line) => (
          <li key={line}>{line}</li>
        ))}
      </ul>
    )}
    <Facts
      entries={mail.kopfzeilen.map(({ name, wert }, index) => [`${index + 1} ${name}`, wert])}
      keepEmpty
    />
  </details>
);

/** A mail as its reader needs it: who wrote, what, with which attachments, and what was kept away. */
export const MailView = ({ address }: { address: string }) => {
  const mail = useLoad(address, (signal) => api.get<MailAnsicht>(address, { signal }));
  if (mail.error !== undefined) return <Failure error={mail.error} onRetry={mail.reload} />;
  if (mail.data === undefined) return <Loading />;
  const { data } = mail;
  return (
    <div class="mail">
      <Head mail={data} />
      <Section title="Nachricht">
        <Body mail={data} />
      </Section>
      {data.anlagen.length === 0 ? null : (
        <Section title="Anlagen">
          <Attachments mail={data} />
        </Section>
      )}
      <TechnicalHead mail={data} />
      <p>
        <a href={data.original} download>
          Unveränderte Nachricht herunterladen (.eml)
        </a>
      </p>
    </div>
  );
};
