import { loadSigningKey } from '#infrastructure/signing-key.js';

/**
 * The key that signs cover and separator sheets: from the settings, or from the data folder, where it is made
 * once. Several machines need the same one in their settings.
 */
export const loadBlattSchluessel = async (config: {
  dataDir: string;
  trennung: { schluessel?: string | undefined };
}): Promise<Buffer> => {
  const { schluessel } = config.trennung;
  if (schluessel !== undefined) return Buffer.from(schluessel, 'utf8');
  return loadSigningKey({
    dataDir: config.dataDir,
    fileName: 'trennblatt.schluessel',
    code: 'trennblatt-schluessel',
    lost: 'sheets printed before then count as foreign',
  });
};
