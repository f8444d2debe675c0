import { X509Certificate } from 'node:crypto';
import { InvalidInput } from '#errors.js';
import type { Zertifikatsangaben } from './empfang.schema.js';

/** Extended key usage for e-mail, RFC 5280 section 4.2.1.12. */
const emailProtection = '1.3.6.1.5.5.7.3.4';
const leastRsaBits = 2_048;

const refuse = (code: string, clerkMessage: string): InvalidInput =>
  new InvalidInput({
    code,
    message: `The S/MIME certificate cannot be used: ${code}.`,
    clerkMessage,
    httpStatus: 422,
  });

/** The value of one attribute of a distinguished name as Node writes it, a line for each. */
const attributeOf = (name: string | undefined, attribute: string): string | undefined =>
  name
    ?.split('\n')
    .find((line) => line.startsWith(`${attribute}=`))
    ?.slice(attribute.length + 1);

const nameOf = (name: string | undefined): string =>
  attributeOf(name, 'CN') ?? attributeOf(name, 'O') ?? 'ohne Namen';

/** The addresses that the certificate speaks for, in lower case (RFC 8550 section 3). */
const adressenOf = (certificate: X509Certificate): string[] => {
  const alternative = (certificate.subjectAltName ?? '')
    .split(', ')
    .filter((entry) => entry.startsWith('email:'))
    .map((entry) => entry.slice('email:'.length));
  const inSubject = attributeOf(certificate.subject, 'emailAddress');
  const all = inSubject === undefined ? alternative : [...alternative, inSubject];
  return [...new Set(all.map((one) => one.toLowerCase()))];
};

const readPem = (pem: string): X509Certificate => {
  if (pem.includes('PRIVATE KEY')) {
    throw refuse(
      'zertifikat-mit-schluessel',
      'Die Datei enthält einen privaten Schlüssel. Bitte legen Sie nur das Zertifikat ab und sagen Sie dem Absender, dass sein Schlüssel die Stelle nicht verlassen darf.',
    );
  }
  try {
    return new X509Certificate(pem);
  } catch {
    throw refuse(
      'zertifikat-unlesbar',
      'Das ist kein Zertifikat im Format PEM (beginnt mit „-----BEGIN CERTIFICATE-----“).',
    );
  }
};

const requireUsable = (certificate: X509Certificate): void => {
  const usages = (certificate.keyUsage as string[] | undefined) ?? [];
  if (certificate.ca || (usages.length > 0 && !usages.includes(emailProtection))) {
    throw refuse(
      'zertifikat-nicht-fuer-email',
      'Dieses Zertifikat ist nicht für E-Mail (S/MIME) ausgestellt.',
    );
  }
  const { asymmetricKeyType, asymmetricKeyDetails } = certificate.publicKey;
  const isRsa =
    asymmetricKeyType === 'rsa' && (asymmetricKeyDetails?.modulusLength ?? 0) >= leastRsaBits;
  if (isRsa || asymmetricKeyType === 'ec') return;
  throw refuse(
    'zertifikat-schwach',
    'Der Schlüssel des Zertifikats ist zu schwach oder von einer Art, die S/MIME nicht verschlüsselt.',
  );
};

/**
 * Reads the first certificate of a PEM and tells whom it is for and how long it holds; the PEM that is returned has
 * nothing beside it. A chain or trust is not checked: a person puts it on file as the recipient's own.
 * @throws InvalidInput when it is none, is not meant for e-mail, is weak, is out of date, or speaks for other addresses
 * than `email`.
 */
export const readZertifikat = (
  pem: string,
  facts: { email: string | null; now: Date },
): { pem: string; angaben: Zertifikatsangaben } => {
  const certificate = readPem(pem);
  requireUsable(certificate);
  const adressen = adressenOf(certificate);
  const gueltigBis = new Date(certificate.validTo);
  if (gueltigBis <= facts.now) {
    throw refuse('zertifikat-abgelaufen', 'Dieses Zertifikat ist abgelaufen.');
  }
  if (facts.email !== null && !adressen.includes(facts.email.toLowerCase())) {
    throw refuse(
      'zertifikat-andere-adresse',
      'Dieses Zertifikat gilt nicht für die E-Mail-Adresse, die bei dieser Person eingetragen ist.',
    );
  }
  return {
    pem: certificate.toString(),
    angaben: {
      inhaber: nameOf(certificate.subject),
      aussteller: nameOf(certificate.issuer),
      adressen,
      gueltigVon: new Date(certificate.validFrom).toISOString(),
      gueltigBis: gueltigBis.toISOString(),
      seriennummer: certificate.serialNumber,
      fingerabdruck: certificate.fingerprint256.replaceAll(':', '').toLowerCase(),
    },
  };
};
