const ubl = 'urn:oasis:names:specification:ubl:schema:xsd:';

/** The roots of invoices: namespace and local name. */
export const rechnungsWurzeln = {
  'ubl-invoice': [`${ubl}Invoice-2`, 'Invoice'],
  'ubl-creditnote': [`${ubl}CreditNote-2`, 'CreditNote'],
  cii: ['urn:un:unece:uncefact:data:standard:CrossIndustryInvoice:100', 'CrossIndustryInvoice'],
  'zugferd-1': ['urn:ferd:CrossIndustryDocument:invoice:1p0', 'CrossIndustryDocument'],
} as const;

/** The beginning of an XML as text, whatever its width. */
export const xmlHead = (head: Buffer): string => {
  const [first, second] = head;
  if ((first === 0xff && second === 0xfe) || (first === 0x3c && second === 0))
    return head.toString('utf16le').replace(/^\uFEFF/, '');
  if ((first === 0xfe && second === 0xff) || (first === 0 && second === 0x3c))
    return Buffer.from(head.subarray(0, head.length & ~1))
      .swap16()
      .toString('utf16le')
      .replace(/^\uFEFF/, '');
  return head.toString('utf8').replace(/^\uFEFF/, '');
};

/**
 * Whether the root of an XML is that of an invoice, by its first kilobytes and without parsing; `unknown` where a long
 * comment comes before the root, as in samples of ZUGFeRD.
 */
export const isRechnungsXml = (head: string): 'yes' | 'no' | 'unknown' => {
  const plain = head.replace(/<!--[\s\S]*?(?:-->|$)/g, '').replace(/<\?[\s\S]*?(?:\?>|$)/g, '');
  const root = /<(?:[\w.-]+:)?([\w.-]+)([^<]*)/.exec(plain);
  if (root === null) return plain.trim() === '' && head.includes('<!--') ? 'unknown' : 'no';
  const [, name, rest = ''] = root;
  const isOne = Object.values(rechnungsWurzeln).some(
    ([namespace, local]) => name === local && rest.includes(namespace),
  );
  return isOne ? 'yes' : 'no';
};
