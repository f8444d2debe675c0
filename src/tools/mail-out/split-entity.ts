/** A built mail in two: the fields that say who writes to whom, and what is said, with its own `Content-*` fields. */
export interface SplitMail {
  /** Lines with CRLF, without the empty line behind them. */
  outer: string;
  /** In the canonical form that is signed: every line ends in CRLF (RFC 8551 section 3.1.1). */
  entity: Buffer;
}

/** Divides a mail before it is signed or encrypted, so that the signature covers a whole MIME entity (RFC 8551 3.1). */
export const splitEntity = (raw: Buffer): SplitMail => {
  const text = raw.toString('latin1').replace(/\r\n|\r|\n/g, '\r\n');
  const end = text.indexOf('\r\n\r\n');
  // A field and the lines that continue it belong together.
  const fields = text.slice(0, end).split(/\r\n(?![ \t])/);
  const isInner = (field: string): boolean => /^content-/i.test(field);
  const lines = (own: readonly string[]): string => own.map((field) => `${field}\r\n`).join('');
  const inner = lines(fields.filter(isInner));
  return {
    outer: lines(fields.filter((field) => !isInner(field))),
    entity: Buffer.from(`${inner}\r\n${text.slice(end + 4)}`, 'latin1'),
  };
};

/** A DER structure as lines of base64. */
export const base64Lines = (bytes: Buffer): string =>
  bytes.toString('base64').replace(/.{1,76}/g, '$&\r\n');
