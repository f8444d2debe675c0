import type { Config } from '#config/schema.js';
import { asSystem, type Tx } from '#infrastructure/database/transaction.js';
import { messageIdShape } from '#infrastructure/smtp.js';
import type { Stage } from '#pipeline/stage.js';
import { domainOf, type EigeneAdressen, entscheideBestaetigung } from '../bestaetigung/anlass.js';
import {
  findZustellweg,
  insertAuftrag,
  insertUnterlassen,
  type Zustellweg,
} from '../bestaetigung/bestaetigung.repository.js';
import { getItem } from '../inhalt.repository.js';
import { StoredMail } from '../mail.repository.js';
import { findMailart } from '../mailart.repository.js';
import type { PosteingangDeps } from '../posteingang-deps.js';
import { createAddressBook } from '../sources/address-book.js';

/** A mailbox may lie with a provider whose domain others share, so of it only the address is ours. */
const ownOf = ({
  eingangsbestaetigung,
  outbound,
  behoerde,
  lmtp,
  imap,
}: Config): EigeneAdressen => {
  const { addresses, fromAddress } = eingangsbestaetigung;
  const served = lmtp.addresses.map(({ adresse }) => adresse);
  const official = [fromAddress ?? '', outbound.mailFrom, behoerde.email, ...served];
  const boxes = imap.mailboxes.map(({ address }) => address);
  return {
    addresses: new Set([...official, ...boxes, ...addresses].map((one) => one.toLowerCase())),
    domains: [...official.map(domainOf), outbound.messageIdDomain.toLowerCase()].filter(
      (one) => one !== '',
    ),
  };
};

const mostReferences = 10;

/** The Message-IDs that an answer names, the mail itself last; what is oddly written is left out. */
const bezugOf = ({ head }: StoredMail): string[] => {
  const before = head.references.filter((id) => messageIdShape.test(id)).slice(-mostReferences);
  const { messageId } = head;
  // Without its own id the mail cannot be named, and its predecessors must not be answered in its stead.
  return messageId !== undefined && messageIdShape.test(messageId)
    ? [...before.filter((id) => id !== messageId), messageId]
    : [];
};

/**
 * Decides whether a mail that came by itself is acknowledged, and notes the order; it is sent beside the pipeline.
 * Off unless `eingangsbestaetigung.addresses` names the address at which it came. It stands behind the virus check of
 * the enclosures, since nothing with a find is answered.
 */
export const acknowledge = ({ db, config }: PosteingangDeps): Stage => {
  const { addresses, ...grenzen } = config.eingangsbestaetigung;
  const book = createAddressBook(addresses.map((adresse) => ({ adresse, einheit: undefined })));
  const own = ownOf(config);

  const findWay = async (tx: Tx, id: string): Promise<Zustellweg | undefined> => {
    if (addresses.length === 0) return undefined;
    const weg = await findZustellweg(tx, id);
    return weg?.adressen.some((one) => book.find(one) !== undefined) === true ? weg : undefined;
  };

  return {
    name: 'acknowledge',
    queue: 'light',
    appliesTo: async (tx, itemId) => (await findWay(tx, itemId)) !== undefined,
    run: async ({ itemId }) => {
      const facts = await asSystem(db, async (tx) => ({
        weg: await findWay(tx, itemId),
        mail: StoredMail.safeParse((await getItem(tx, itemId)).mailkopf).data,
        mailart: await findMailart(tx, itemId),
      }));
      const { weg, mail, mailart } = facts;
      if (weg === undefined || mail === undefined) return {};
      const entscheid = entscheideBestaetigung({ ...weg, mail, mailart }, own);
      if (entscheid.outcome === 'unterlassen')
        return { write: async (tx) => void (await insertUnterlassen(tx, itemId, entscheid.grund)) };
      const { empfaenger } = entscheid;
      const auftrag = {
        id: itemId,
        empfaenger,
        domain: domainOf(empfaenger),
        bezug: bezugOf(mail),
      };
      return { write: (tx) => insertAuftrag(tx, auftrag, grenzen) };
    },
  };
};
