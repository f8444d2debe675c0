import type { Readable } from 'node:stream';
import type { Config } from '#config/schema.js';
import { DependencyDown, InvalidInput } from '#errors.js';
import { type Clock, germanDay } from '#infrastructure/clock.js';
import type { Db } from '#infrastructure/database/pool.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import {
  loadMasterKey,
  type MasterKey,
  openBytes,
  sealBytes,
} from '#infrastructure/sealing/master-key.js';
import { sealStream } from '#infrastructure/sealing/sealed-stream.js';
import type { BlobStore, Staged } from '#infrastructure/storage/blob-store.js';
import { tooLarge } from '#infrastructure/storage/faults.js';
import { sniffMediaType } from '#tools/media-type.js';
import { oeffnerOf } from './oeffner.js';
import { urteileNachRegeln } from './regeln.js';
import { countAddressRules } from './regeln.repository.js';
import { Umschlag, type Umschlagurteil, type Verschlussklasse } from './regeln.schema.js';
import { schlicht } from './regelwerk.js';
import { type Angaben, AngabenSchema, type Siegel, type Verschlussauftrag } from './siegel.js';
import { listOffeneVergaben } from './vergabe.repository.js';
import { countForeignSeals } from './verschluss.repository.js';
import type { Umschlagangabe } from './verschluss.schema.js';

/** The name of what nobody has opened; a file name may tell what is inside. */
export const sealedName = 'Verschlossene Sendung';
/** The type under which the store keeps it. */
export const sealedType = 'application/octet-stream';

const angabenZweck = 'poststelle-angaben';

/** Opens name, type, size, hash and sender of a sealed item. @throws ToolFailed for another key */
export const openAngaben = (key: Buffer, angaben: Uint8Array): Angaben =>
  AngabenSchema.parse(JSON.parse(openBytes(key, angabenZweck, angaben).toString('utf8')));

const isNotScanned = (): InvalidInput =>
  new InvalidInput({
    code: 'wird-nicht-gescannt',
    httpStatus: 422,
    message: 'The handling rule of this envelope forbids scanning; register the envelope only.',
    clerkMessage:
      'Diese Sendung wird nach ihrer Handhabungsregel nicht gescannt. Bitte erfassen Sie nur den Umschlag; Wahlbriefe werden gezählt.',
  });

const keyIsForeign = (seals: number): DependencyDown =>
  new DependencyDown({
    code: 'verschluss-schluessel-fremd',
    message: `The master key (verschluss.keyFile) is not the one of ${seals} items that are still sealed. Restore the key from its backup; until then nothing is sealed.`,
    clerkMessage:
      'Verschlossene Post kann gerade nicht angenommen werden: Der Schlüssel passt nicht. Die Systembetreuung ist zu verständigen.',
    retryAfterSeconds: 300,
  });

/** Which open tender the envelope names; undefined where none or more than one is named. */
const vergabeOf = async (tx: Tx, umschlag: Umschlag, named: string) => {
  const text = ` ${schlicht([named, umschlag.vermerk, umschlag.anschrift, ...umschlag.empfaengeradressen].join(' '))} `;
  const open = await listOffeneVergaben(tx);
  const meant = open.filter(({ kennzeichen }) => text.includes(` ${schlicht(kennzeichen)} `));
  return meant.length === 1 ? meant[0] : undefined;
};

const keys = new Map<string, Promise<MasterKey>>();

/** Whether any rule could keep it closed; spares the list of people for each mail that is opened anyway. */
const mayConcern = async (tx: Tx, umschlag: Umschlag): Promise<boolean> =>
  umschlag.klasse !== undefined ||
  `${umschlag.vermerk}${umschlag.anschrift}` !== '' ||
  (await countAddressRules(tx)) > 0;

/** The master key of this installation, loaded once. */
export const masterKeyOfConfig = (config: Config): Promise<MasterKey> => {
  const place = `${config.verschluss.keyFile ?? ''}\n${config.dataDir}`;
  const known = keys.get(place);
  if (known !== undefined) return known;
  const loading = loadMasterKey(config);
  keys.set(place, loading);
  loading.catch(() => keys.delete(place));
  return loading;
};

const toleratedSkewMs = 60_000;

interface Facts {
  inhalt: Verschlussauftrag['inhalt'];
  eingegangenAt?: string | undefined;
  vergabe: string;
}

const plain: Facts = { inhalt: 'datei', vergabe: '' };

/** Takes in what stays closed: decides from the envelope, and encrypts before a byte is written. */
export const createVerschlussannahme = (deps: {
  db: Db;
  blobs: BlobStore;
  config: Config;
  clock: Clock;
}) => {
  const { db, blobs, config, clock } = deps;

  const orderOf = async (
    tx: Tx,
    umschlag: Umschlag,
    urteil: Umschlagurteil & { klasse: Verschlussklasse },
    facts: Facts,
  ): Promise<Verschlussauftrag> => {
    const { klasse, regel } = urteil;
    const oeffner = regel?.oeffner ?? oeffnerOf(klasse) ?? 'einheit';
    const vergabe = klasse === 'vergabe' ? await vergabeOf(tx, umschlag, facts.vergabe) : undefined;
    return {
      klasse,
      oeffner,
      regelId: regel?.id ?? null,
      begruendung: urteil.begruendung,
      vermerk: umschlag.vermerk,
      anschrift: umschlag.anschrift || umschlag.empfaengeradressen.join('\n'),
      absender: umschlag.absender || umschlag.absenderadresse,
      empfaengerId: oeffner === 'empfaenger' ? (urteil.empfaenger?.id ?? null) : null,
      einheitId: vergabe?.einheitId ?? regel?.einheit?.id ?? null,
      vergabeId: vergabe?.id ?? null,
      inhalt: facts.inhalt,
      eingegangenAt: facts.eingegangenAt ?? null,
      ohneScan: regel?.ohneScan ?? false,
    };
  };

  /** What the rules of today say of an envelope; undefined: it is opened like any other. */
  const decide = (
    umschlag: Partial<Umschlag>,
    facts: Facts = plain,
  ): Promise<Verschlussauftrag | undefined> =>
    asSystem(db, async (tx) => {
      const whole = Umschlag.parse(umschlag);
      // Most mail: no rule knows its address, and there is no envelope to find a person on.
      if (!(await mayConcern(tx, whole))) return undefined;
      const urteil = await urteileNachRegeln(tx, whole, germanDay(clock.now()));
      const { klasse } = urteil;
      return klasse === null ? undefined : orderOf(tx, whole, { ...urteil, klasse }, facts);
    });

  /** As `decide` for a file that somebody is about to hand in. @throws InvalidInput where scanning is forbidden */
  const decideUpload = async (angabe: Umschlagangabe): Promise<Verschlussauftrag | undefined> => {
    const { inhalt, eingegangenAt, vergabe, ...umschlag } = angabe;
    requirePast(eingegangenAt);
    const auftrag = await decide(umschlag, { inhalt, eingegangenAt, vergabe });
    if (auftrag?.ohneScan === true && inhalt === 'datei') throw isNotScanned();
    // A picture of a closed envelope is never read, whatever stands on it.
    if (auftrag === undefined && inhalt !== 'datei')
      return decide({ ...umschlag, klasse: 'vertraulich' }, { inhalt, eingegangenAt, vergabe });
    return auftrag;
  };

  /** Clocks of a station and of this machine differ a little. @throws InvalidInput */
  const requirePast = (eingegangenAt: string | undefined): void => {
    if (eingegangenAt === undefined) return;
    if (Date.parse(eingegangenAt) <= clock.now().getTime() + toleratedSkewMs) return;
    throw new InvalidInput({
      code: 'eingang-in-der-zukunft',
      httpStatus: 422,
      message: 'The stated time of receipt lies in the future.',
      clerkMessage: 'Der angegebene Zeitpunkt des Eingangs liegt in der Zukunft.',
    });
  };

  let checked: string | undefined;
  /** A new key beside seals of a lost one would make two kinds of mail that never open together. @throws DependencyDown */
  const requireSameKey = async ({ kennung }: MasterKey): Promise<void> => {
    if (checked === kennung) return;
    const foreign = await asSystem(db, (tx) => countForeignSeals(tx, kennung));
    if (foreign > 0) throw keyIsForeign(foreign);
    checked = kennung;
  };

  /**
   * Encrypts a stream under a key of its own on its way into the store. What is staged is ciphertext.
   * @throws InvalidInput `file-too-large`, `upload-aborted`; DependencyDown for a key that is not the one of the others
   */
  const seal = async (
    stream: Readable,
    auftrag: Verschlussauftrag,
    file: { dateiname: string; maxBytes: number },
  ): Promise<{ staged: Staged; siegel: Siegel; size: number }> => {
    const master = await masterKeyOfConfig(config);
    await requireSameKey(master);
    const { key, wrapped } = master.newDataKey();
    const sealed = sealStream(stream, key, (size) => {
      if (size > file.maxBytes) throw tooLarge(file.maxBytes);
    });
    const staged = await blobs.stage(sealed.stream, { maxBytes: Number.POSITIVE_INFINITY });
    const { sha256, size, head } = sealed.facts();
    const isBid = auftrag.klasse === 'vergabe';
    const angaben: Angaben = {
      dateiname: file.dateiname,
      mediaType: sniffMediaType(head, file.dateiname)?.mediaType ?? sealedType,
      size,
      sha256,
      absender: auftrag.absender,
    };
    const siegel: Siegel = {
      ...auftrag,
      // Who has made a bid is part of what is locked (§ 55 Abs. 1 VgV).
      absender: isBid ? '' : auftrag.absender,
      schluessel: wrapped,
      schluesselKennung: master.kennung,
      angaben: sealBytes(key, angabenZweck, Buffer.from(JSON.stringify(angaben))),
      abdruck: master.fingerprint(sha256),
    };
    return { staged, siegel, size };
  };

  return { decide, decideUpload, requirePast, seal };
};

export type Verschlussannahme = ReturnType<typeof createVerschlussannahme>;
