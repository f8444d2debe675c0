import { sql } from 'kysely';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { z } from 'zod';
import { type Client, createClient } from '#demo/client.js';
import { rows } from '#infrastructure/database/pool.js';
import { asSystem } from '#infrastructure/database/transaction.js';
import type { PosteingangDetail, PosteingangZeile } from '#posteingang/posteingang.schema.js';
import { anOrganisationseinheit, aPerson } from '#test/support/builders.js';
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
let clerk: Client;
let builder: Client;

/** Letters by which the model becomes sure of these two units. */
const train = (): Promise<string> =>
  served.running.app.models.train(
    [parking, building].flatMap((sentences, index) =>
      Array.from({ length: 120 }, (_, number) => ({
        text: `Sehr geehrte Damen und Herren,\n${sentences[number % 4]}\n${sentences[(number + 1) % 4]}\nMit freundlichen Grüßen`,
        kind: 'antrag',
        einheit: index === 0 ? '32.1' : '63',
      })),
    ),
  );

beforeAll(async () => {
  port = await freePort();
  served = await startServed(
    [
      `--lmtp.port=${port}`,
      '--lmtp.addresses=poststelle@stadt.example, bauamt@stadt.example=63, kultur@stadt.example=41, eingang@stadt.example=10.2',
    ],
    ['api', 'workers', 'keeper', 'mail'],
  );
  const { db } = served.running.app;
  const unit = await anOrganisationseinheit(db, {
    kuerzel: '63',
    name: 'Bauaufsicht',
    zustaendigkeit: 'Baugenehmigungen, Bauanträge, Baulasten',
  });
  await aPerson(db, {
    login: 'b.bau',
    name: 'Birgit Bau',
    password: cityPassword,
    rollen: [{ rolle: 'sachbearbeitung', organisationseinheitId: unit.id }],
  });
  await train();
  clerk = createClient(served.running.url);
  builder = createClient(served.running.url);
  await clerk.signIn(served.city.logins.clerk, cityPassword);
  await builder.signIn('b.bau', cityPassword);
}, 120_000);
afterAll(async () => {
  clerk?.close();
  builder?.close();
  await served?.stop();
});

let made = 0;

/** Hands a mail over as the mail server of the city does and waits until it has come to rest. */
const deliver = async (to: string, text: string): Promise<PosteingangZeile> => {
  made += 1;
  const subject = `Schreiben ${made}`;
  const lines = [
    'From: Jens Hartwig <jens.hartwig@buerger.example>',
    `To: ${to}`,
    `Subject: ${subject}`,
    `Message-ID: <${made}@buerger.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    '',
    text,
    '',
  ];
  const client = await openMailClient(port);
  const raw = Buffer.from(lines.join('\r\n'));
  const { data } = await client.deliver({ from: 'jens.hartwig@buerger.example', to: [to], raw });
  client.close();
  const nummer = data[0]?.text.replace('2.0.0 OK ', '') ?? '';
  const found = await asSystem(served.running.app.db, (tx) =>
    rows<{ id: string }>(tx, sql`select id from posteingang where eingangsnummer = ${nummer}`),
  );
  return eventually(
    async () =>
      (await served.mailroom.get(`/api/posteingaenge/${found[0]?.id}/zeile`))
        .body as PosteingangZeile,
    ({ zustand }) => zustand !== 'in_bearbeitung',
  );
};

/** What was decided last about its unit, as the person sees it. */
const einheitOf = async (client: Client, id: string) => {
  const detail = (await client.get(`/api/posteingaenge/${id}`)).body as z.infer<
    typeof PosteingangDetail
  >;
  return detail.entscheidungen.find(({ art }) => art === 'organisationseinheit');
};

describe('a mail to the address of a unit', () => {
  it('lies in the Postkorb of this unit, with the reason, when its words say little', async () => {
    const { id, zustand } = await deliver('bauamt@stadt.example', 'Bitte rufen Sie mich zurück.');
    expect(zustand).toBe('zugeordnet');
    const { body } = await builder.get('/api/postkorb');
    expect(JSON.stringify(body)).toContain(id);
    expect((await einheitOf(builder, id))?.gruende).toContain(
      'An die Adresse bauamt@stadt.example der Einheit 63 Bauaufsicht gerichtet',
    );
  });

  it('waits for a person with both units when the classifier is sure of another one', async () => {
    const { id, zustand } = await deliver(
      'bauamt@stadt.example',
      `${parking.join('\n')}\n${parking.join('\n')}`,
    );
    expect(zustand).toBe('clearing');
    const decision = await einheitOf(served.mailroom, id);
    expect(decision?.kandidaten.map(({ wert }) => wert).slice(0, 2)).toEqual(['32.1', '63']);
    expect(JSON.stringify(decision?.kandidaten[1])).toContain('An die Adresse bauamt@');
    const detail = (await served.mailroom.get(`/api/posteingaenge/${id}`)).body;
    expect(JSON.stringify(detail)).toContain('spricht aber klar für 32.1');
  });

  it('goes to its Vorgang all the same when it names the Geschäftszeichen', async () => {
    const { vorgang } = served.city;
    const { id, zustand } = await deliver(
      'bauamt@stadt.example',
      `Ihr Zeichen: ${vorgang.geschaeftszeichen}\n\nSehr geehrte Damen und Herren,\nich bitte um Antwort im Bußgeldverfahren.\n\nRenate Hofmann\nLindenweg 4\n09999 Musterstadt`,
    );
    expect(zustand).toBe('zugeordnet');
    expect((await einheitOf(clerk, id))?.wert).toBe('32.1');
  });

  it.each(['poststelle@stadt.example', 'kultur@stadt.example', 'eingang@stadt.example'])(
    'does not steer where it is %s: of no unit, of an unknown one, of the Poststelle',
    async (address) => {
      const { zustand } = await deliver(address, 'Bitte rufen Sie mich zurück, es eilt.');
      expect(zustand).toBe('clearing');
    },
  );
});
