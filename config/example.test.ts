import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { projectRoot } from '#infrastructure/project-root.js';
import { exampleYaml, undescribedSettings } from './example.js';
import { loadConfig, settingNames } from './load.js';

const loadText = (text: string): ReturnType<typeof loadConfig> => {
  const folder = mkdtempSync(join(tmpdir(), 'poststelle-config-'));
  try {
    const path = join(folder, 'poststelle.yaml');
    writeFileSync(path, text);
    return loadConfig({ environment: {}, flags: [`--config=${path}`] });
  } finally {
    rmSync(folder, { recursive: true });
  }
};

describe('config/poststelle.example.yaml', () => {
  it('is what the schema generates; npm run config:example writes it', () => {
    const written = readFileSync(join(projectRoot(), 'config/poststelle.example.yaml'), 'utf8');
    expect(written).toBe(exampleYaml());
  });

  it('explains every setting', () => {
    expect(undescribedSettings()).toEqual([]);
    for (const name of settingNames()) {
      expect(exampleYaml()).toContain(`#${name.split('.').at(-1)}:`);
    }
  });

  it('changes nothing as long as nothing is switched on in it', () => {
    expect(loadText(exampleYaml())).toEqual(loadConfig({ environment: {}, flags: [] }));
  });

  it('states the true defaults: switched on, they change nothing either', () => {
    const switchedOn = exampleYaml().replace(/^( *)#(\w+: [^<\n]+)$/gm, '$1$2');
    expect(Object.keys(parse(switchedOn) as object).length).toBeGreaterThan(5);
    expect(loadText(switchedOn)).toEqual(loadConfig({ environment: {}, flags: [] }));
  });
});

describe('a setting that is a list', () => {
  it('is one line with commas, from the file, the environment and a flag', () => {
    expect(loadText('ocr:\n  languages: deu,pol\n').ocr.languages).toEqual(['deu', 'pol']);
    const environment = { POSTSTELLE_TRENNUNG_FREMDE_WERTE: 'PATCHT, TRENN-*,' };
    const config = loadConfig({ environment, flags: ['--ocr.languages=eng'] });
    expect(config.ocr.languages).toEqual(['eng']);
    expect(config.trennung).toMatchObject({
      fremdeWerte: ['PATCHT', 'TRENN-*'],
      patchCodes: ['T', '3'],
    });
  });

  it('is refused with its name where it is none', () => {
    expect(() => loadText('ocr:\n  languages: Deutsch\n')).toThrow(
      /ocr\.languages \(POSTSTELLE_OCR_LANGUAGES\)/,
    );
  });
});
