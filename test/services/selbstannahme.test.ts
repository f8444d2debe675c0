import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Client, createClient } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import { confirmAnswer, saveAnswer } from '#posteingang/selbstannahme/selbstannahme.repository.js';
import { anOrganisationseinheit, aPosteingang } from '#test/support/builders.js';
import { openMailClient } from '#test/support/lmtp-client.js';
import { freePort } from '#test/support/redis.js';
import { eventually, type Served, startServed } from '#test/support/served.js';
import { cityPassword } from '#test/support/small-city.js';

const parking = [
  'Mein Auto stand im Halteverbot, das Verwarnungsgeld ist zu hoch.',
  'Gegen den Bußgeldbescheid lege ich Einspruch ein, ich war nicht zu schnell.',
  'Der Strafzettel an der Windschutzscheibe ist falsch, ich hatte einen Parkschein.',
  'Anhörungsbogen im Bußgeldverfahren: Ich habe das Fahrzeug nicht gefahren.',
];
const building = [
  'Ich beantrage eine Baugenehmigung für eine Garage mit flachem Dach.',
  'Der Nachbar baut ohne Bauantrag einen Wintergarten an die Grenze.',
  'Anbei die Statik und die Bauzeichnungen für das Einfamilienhaus.',
  'Bitte um Auskunft aus dem Baulastenverzeichnis für mein Flurstück.',
];

let port: number;
let served: Served;
let admin: Client;
let bau: { id: string };

beforeAll(async () => {
  port = await freePort();
  served = await startServed(
    [
      `--lmtp.port=${port}`,
      '--lmtp.addresses=poststelle@stadt.example',
      // So few answers prove a class that a test can give them: 14 without an error.
      '--understanding.targetError=0.2',
      '--understanding.sampleShare=1',
    ],
    ['api', 'workers', 'keeper', 'mail'],
  );
  bau = await anOrganisationseinheit(served.running.app.db, {
    kuerzel: '63',
    name: 'Bauaufsicht',
    zustaendigkeit: 'Baugenehmigungen, Bauanträge, Baulasten',
  });
  await served.running.app.models.train(
    [parking, building].flatMap((sentences, index) =>
      Array.from({ length: 120 }, (_, number) => ({
        text: `Sehr geehrte Damen und Herren,\n${sentences[number % 4]}\n${sentences[(number + 1) % 4]}\nMit freundlichen Grüßen`,
        kind: 'antrag',
        einheit: index === 0 ? '32.1' : '63',
      })),
    ),
  );
  admin = createClient(served.running.url);
  await admin.signIn(served.city.logins.everything, cityPassword);
}, 120_000);
afterAll(async () => {
  admin?.close();
  await served?.stop();
});

const asked = <T>(query: ReturnType<typeof sql<T>>): Promise<T[]> =>
  asSystem(served.running.app.db, (tx) => rows(tx, query));

let made = 0;

/** Hands a mail over and waits until a person has to act or the unit has it. */
const deliver = async (from: string, text: string): Promise<{ id: string; where: string }> => {
  made += 1;
  const client = await openMailClient(port);
  const raw = Buffer.from(
    [
      `From: Jens Hartwig <${from}>`,
      'To: poststelle@stadt.example',
      `Subject: Schreiben ${made}`,
      `Message-ID: <${made}@buerger.example>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      '',
      text,
      '',
    ].join('\r\n'),
  );
  const { data } = await client.deliver({ from, to: ['poststelle@stadt.example'], raw });
  client.close();
  const nummer = data[0]?.text.replace('2.0.0 OK ', '') ?? '';
  const read = async () =>
    (
      await asked(sql<{ id: string; where: string }>`select p.id,
        case when s.zustand = 'offen' then 'stichprobe' else p.zustand end as "where"
        from posteingang p left join stichprobe s on s.posteingang_id = p.id where p.eingangsnummer = ${nummer}`)
    )[0] ?? { id: '', where: 'in_bearbeitung' };
  return eventually(read, ({ where }) => where !== 'in_bearbeitung');
};

/** Short enough, and another one each time, that it is not taken for a copy of the letter before. */
const aboutBuilding = (): string => [building[made % 4], building[(made + 1) % 4]].join('\n');

const assign = (id: string, to: { id: string }) =>
  served.mailroom.post(`/api/posteingaenge/${id}/zuordnung`, {
    organisationseinheitId: to.id,
    art: 'antrag',
  });

const whyOf = async (id: string) =>
  (
    await asked(
      sql<{ grund: string; geeignet: boolean; einheit: string }>`select grund, geeignet, einheit
        from selbstannahme_antwort where posteingang_id = ${id}`,
    )
  )[0];

/** Answers about letters of the class that a person has confirmed or put right. */
const confirm = async (count: number, right: boolean): Promise<void> => {
  const { db } = served.running.app;
  for (let index = 0; index < count; index += 1) {
    const { id } = await aPosteingang(db, { zustand: 'clearing' });
    await asSystem(db, async (tx) => {
      const verdict = {
        einheit: '63',
        confidence: 0.9,
        eligible: true,
        accepted: false,
        reason: '',
      };
      const answer = { posteingangId: id, modell: 'probe', absenderSchluessel: null };
      await saveAnswer(tx, { ...answer, weg: 'person', verdict });
      await confirmAnswer(tx, {
        posteingangId: id,
        einheit: right ? '63' : '32.1',
        durch: 'clearing',
      });
    });
  }
};

const klasse = async () =>
  (
    (await admin.get('/api/selbstannahme')).body as {
      klassen: { einheit: string; zustand: string; grund: string; allein: number }[];
    }
  ).klassen.find(({ einheit }) => einheit === '63');

const whenKlasse = (zustand: string) => eventually(klasse, (one) => one?.zustand === zustand);

const sender = 'bauherr@buerger.example';

describe('a letter without a Geschäftszeichen', () => {
  it('waits for a person while its unit has too few confirmed answers and its sender is new', async () => {
    const { id, where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('clearing');
    expect(await whyOf(id)).toMatchObject({ geeignet: false, einheit: '63' });
    expect((await whyOf(id))?.grund).toContain('Absender');
    expect((await assign(id, bau)).status).toBe(202);
  });

  it('waits for a person while its unit has too few confirmed answers, also of a known sender', async () => {
    const { id, where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('clearing');
    expect(await whyOf(id)).toMatchObject({ geeignet: true });
    expect((await whyOf(id))?.grund).toContain('reichen die bestätigten Schreiben nicht aus');
  });

  it('goes to the proven unit alone, and in the sample waits for who answers without seeing that', async () => {
    await confirm(16, true);
    expect((await whenKlasse('offen'))?.grund).toMatch(/^Geöffnet: 0 von \d+ bestätigten falsch/);
    const { id, where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('stichprobe');
    const blatt = await served.mailroom.get(`/api/stichproben/${id}`);
    expect(blatt.status).toBe(200);
    expect(Object.keys(blatt.body as object).sort()).toEqual([
      'arten',
      'eingangsdatum',
      'eingangsnummer',
      'einheiten',
      'gezogenAt',
      'id',
      'kanal',
      'seiten',
    ]);
    const answer = await served.mailroom.post(`/api/stichproben/${id}/antwort`, {
      organisationseinheitId: bau.id,
    });
    expect(answer.body).toMatchObject({ richtig: true, weg: 'modell', einheit: '63' });
    await eventually(
      () => asked(sql<{ zustand: string }>`select zustand from posteingang where id = ${id}`),
      ([one]) => one?.zustand === 'zugeordnet',
    );
    const again = await served.mailroom.post(`/api/stichproben/${id}/antwort`, {
      organisationseinheitId: bau.id,
    });
    expect(again.status).toBeGreaterThanOrEqual(404);
    expect((await klasse())?.allein).toBe(1);
  });

  it('goes on unanswered when nobody has answered in time', async () => {
    const { id, where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('stichprobe');
    await asked(
      sql`update stichprobe set gezogen_at = now() - interval '2 days' where posteingang_id = ${id} returning 1`,
    );
    await eventually(
      () => asked(sql<{ zustand: string }>`select zustand from posteingang where id = ${id}`),
      ([one]) => one?.zustand === 'zugeordnet',
    );
  });

  it('goes where the person of the sample says, when that is another unit', async () => {
    const { id, where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('stichprobe');
    const answer = await served.mailroom.post(`/api/stichproben/${id}/antwort`, {
      organisationseinheitId: served.city.office.id,
    });
    expect(answer.body).toMatchObject({ richtig: false, einheit: '63' });
    const [moved] = await eventually(
      () =>
        asked(
          sql<{
            zustand: string;
            einheit: string;
          }>`select zustand, organisationseinheit_id as einheit
            from posteingang where id = ${id}`,
        ),
      ([one]) => one?.zustand === 'zugeordnet',
    );
    expect(moved?.einheit).toBe(served.city.office.id);
  });

  it('waits for a person again after the class has exceeded its target; an administrator can open it', async () => {
    await confirm(12, false);
    expect((await whenKlasse('gedrosselt'))?.grund).toMatch(/^Gedrosselt: /);
    const { where } = await deliver(sender, aboutBuilding());
    expect(where).toBe('clearing');
    const change = (client: Client) =>
      client.post('/api/selbstannahme/klassen/63', {
        zustand: 'offen',
        grund: 'Die Fehler kamen von einem falsch gescannten Stapel.',
      });
    expect((await change(served.mailroom)).status).toBe(403);
    expect((await change(admin)).status).toBe(204);
    expect((await klasse())?.zustand).toBe('offen');
    await confirm(1, false);
    await whenKlasse('gedrosselt');
  });
});

describe('a routing that was put right', () => {
  it('lets the next like letter go right', async () => {
    const text = (place: string) =>
      `Wer mit dem Lastenrad am ${place} über die Rampe will, braucht einen Fahrradstellplatz statt Poller.`;
    const proposed = async (id: string) =>
      (
        await asked(sql<{ wert: string }>`select wert from entscheidung
          where posteingang_id = ${id} and art = 'organisationseinheit' and modell is not null order by at desc limit 1`)
      )[0]?.wert;
    const first = await deliver('rad@buerger.example', text('Markt'));
    const wrong = await proposed(first.id);
    const right = wrong === '63' ? served.city.office : bau;
    const answer = await assign(first.id, right);
    expect((answer.body as { gelernt: { saetze: string[] } }).gelernt.saetze[0]).toContain(
      'Für Schreiben wie dieses nennt das Modell jetzt',
    );
    const second = await deliver('rad@buerger.example', text('Bahnhof'));
    expect(second.where).toBe('clearing');
    expect(await proposed(second.id)).toBe(wrong === '63' ? '32.1' : '63');
  });
});
