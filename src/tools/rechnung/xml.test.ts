import { describe, expect, it } from 'vitest';
import { readXml, XmlUnreadable } from '#tools/rechnung/xml.js';

const read = (text: string, limits?: Parameters<typeof readXml>[1]) =>
  readXml(Buffer.from(text), limits);

const faultOf = (text: string | Uint8Array, limits?: Parameters<typeof readXml>[1]): string => {
  try {
    readXml(typeof text === 'string' ? Buffer.from(text) : text, limits);
  } catch (error) {
    if (error instanceof XmlUnreadable) return error.fault;
    throw error;
  }
  return 'read';
};

describe('a strange XML', () => {
  it('gives elements by namespace, whatever the prefix', () => {
    const root = read(
      '<a:r xmlns:a="urn:x"><b:c xmlns:b="urn:y" k="1>2">T &amp; &#228;</b:c></a:r>',
    );
    expect(root).toMatchObject({ namespace: 'urn:x', name: 'r' });
    expect(root.children[0]).toMatchObject({ namespace: 'urn:y', name: 'c', text: 'T & ä' });
    expect(root.children[0]?.attributes['k']).toBe('1>2');
  });

  it('takes comments, instructions and CDATA for what they are', () => {
    const root = read('<?xml version="1.0"?><!-- <x> --><r><![CDATA[<b>&amp;]]><!-- - --></r>');
    expect(root.text).toBe('<b>&amp;');
  });

  it('is refused with a document type, so that no entity exists', () => {
    expect(faultOf('<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]><r>&a;</r>')).toBe(
      'doctype',
    );
    expect(faultOf('<r>&a;</r>')).toBe('malformed');
  });

  it.each([
    '<r><a></r></a>',
    '<r a="1" a="2"/>',
    '<r',
    '<r>&</r>',
    '<r>&#0;</r>',
    '<a:r/>',
    '<r/><r/>',
    'text',
    '',
    '<r a=1/>',
    '<r><!-- </r>',
  ])('is refused when it is not well-formed: %s', (text) => {
    expect(faultOf(text)).toBe('malformed');
  });

  it('is refused beyond the limits', () => {
    const limits = { bytes: 1000, depth: 4, elements: 5, attributes: 2 };
    expect(faultOf('<a><a><a><a><a/></a></a></a></a>', limits)).toBe('limit');
    expect(faultOf(`<r>${'<a/>'.repeat(5)}</r>`, limits)).toBe('limit');
    expect(faultOf('<r a="" b="" c=""/>', limits)).toBe('limit');
    expect(faultOf(' '.repeat(1001), limits)).toBe('limit');
  });

  it('is read in the encoding that it names', () => {
    const head = '<?xml version="1.0" encoding="ISO-8859-1"?><r>';
    expect(readXml(Buffer.from(`${head}Müller</r>`, 'latin1')).text).toBe('Müller');
    expect(readXml(Buffer.from('\uFEFF<r>Müller</r>', 'utf16le')).text).toBe('Müller');
    expect(faultOf(Buffer.from('<r>M\xfcller</r>', 'latin1'))).toBe('encoding');
    expect(faultOf('<?xml version="1.0" encoding="EBCDIC"?><r/>')).toBe('encoding');
  });
});
