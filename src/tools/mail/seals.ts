import { nameOf } from './mail-body.js';
import { decodeBody } from './mail-decode.js';
import type { MailContext } from './mail-saver.js';
import { bodyOf, type MailNode, readTree } from './mail-tree.js';
import { type MailSignature, unseal, verifyDetached } from './smime.js';

/** What was found out while the seals of a message were opened. */
export interface Seals {
  signatures: MailSignature[];
  /** Something is encrypted and stays so. */
  encrypted: boolean;
  damaged: boolean;
}

const mostSeals = 5;
const mostSignatures = 20;

const isSealed = (node: MailNode): boolean =>
  /^application\/(?:x-)?pkcs7-mime$/.test(node.type.value) ||
  (/\.p7m$/i.test(nameOf(node)) && node.type.value === 'application/octet-stream');

const isPgp = (node: MailNode): boolean => node.type.value === 'application/pgp-encrypted';

/** Whether the contents of this sealed part have been put into its place. */
export const isUnsealed = (node: MailNode): boolean => isSealed(node) && node.children.length > 0;

/** Puts what was under the seal into the place of the sealed part. */
const putInPlace = (node: MailNode, content: Buffer, context: MailContext): void => {
  const { root } = readTree(content, {
    maxNodes: 20_000,
    maxDepth: context.limits.maxMailDepth,
  });
  node.children = [root];
};

const openSeal = async (node: MailNode, seals: Seals, context: MailContext): Promise<void> => {
  const bytes = decodeBody(bodyOf(node), node.encoding, context.limits.maxMailBytes);
  const found = await unseal(bytes, context.smime);
  if (found.kind === 'no-key') seals.encrypted = true;
  else if (found.kind === 'unreadable') seals.damaged = true;
  else {
    if (found.kind === 'signed') seals.signatures.push(...found.signatures);
    putInPlace(node, found.content, context);
  }
};

const verifyParts = async (node: MailNode, seals: Seals, context: MailContext): Promise<void> => {
  const [content, signature] = node.children;
  if (content === undefined || signature === undefined) return;
  if (!/^application\/(?:x-)?pkcs7-signature$/.test(signature.type.value)) return;
  const bytes = decodeBody(bodyOf(signature), signature.encoding, 1_000_000);
  const signed = content.bytes.subarray(content.head, content.end);
  seals.signatures.push(...(await verifyDetached(bytes, signed, context.smime)));
};

/**
 * Checks signatures of S/MIME (RFC 8551) and puts the contents of signed and encrypted parts into their place, level by
 * level. What cannot be decrypted stays an attachment.
 */
export const breakSeals = async (root: MailNode, context: MailContext): Promise<Seals> => {
  const seals: Seals = { signatures: [], encrypted: false, damaged: false };
  let opened = 0;
  const visit = async (node: MailNode): Promise<void> => {
    if (isPgp(node)) seals.encrypted = true;
    if (isSealed(node) && node.children.length === 0 && opened < mostSeals) {
      opened += 1;
      await openSeal(node, seals, context);
    } else if (node.type.value === 'multipart/signed' && seals.signatures.length < mostSignatures)
      await verifyParts(node, seals, context);
    for (const child of node.children) await visit(child);
  };
  await visit(root);
  return seals;
};
