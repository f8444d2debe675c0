import { InvalidInput } from '#errors.js';
import { Umschlagangabe } from './verschluss.schema.js';

/**
 * What a sender says of the closed envelope: JSON, percent-encoded as headers want it. Undefined: nothing is said.
 * @throws InvalidInput for what cannot be understood; the bytes are not taken then
 */
export const umschlagIn = (header: string | undefined): Umschlagangabe | undefined => {
  if (header === undefined || header === '') return undefined;
  try {
    return Umschlagangabe.parse(JSON.parse(decodeURIComponent(header)));
  } catch (cause) {
    throw new InvalidInput({
      code: 'umschlag-angabe',
      httpStatus: 422,
      message:
        'Poststelle-Umschlag must be percent-encoded JSON with the fields of the API document.',
      clerkMessage: 'Die Angaben zum Umschlag sind unvollständig. Es wurde nichts angenommen.',
      cause,
    });
  }
};
