// The direction of imports, see docs/decisions/0004-feature-folders-and-import-rules.md.
// Paths are relative to the working directory, so that a test can try the rules on a planted tree.
const features = [
  'posteingang',
  'postausgang',
  'understanding',
  'eakte',
  'organisation',
  'audit',
  'sample',
  'betrieb',
  'auswertung',
  'fristen',
];

/** Which features each feature may use; a name that is absent here may use none. */
const mayUse = {
  posteingang: ['organisation', 'eakte', 'audit', 'understanding', 'fristen'],
  fristen: ['organisation', 'audit', 'understanding'],
  postausgang: ['organisation', 'eakte', 'audit', 'understanding'],
  betrieb: ['organisation', 'eakte', 'audit', 'understanding'],
  auswertung: ['organisation', 'posteingang', 'understanding'],
  eakte: ['organisation', 'audit'],
  organisation: ['audit'],
  sample: features.filter((name) => name !== 'sample'),
};

const anyFeature = `^src/(${features.join('|')})/`;
const technique = '^src/(pipeline|tools|infrastructure|http)/';
const isTest = '\\.test\\.tsx?$';

const featureRules = features.map((name) => ({
  name: `feature-${name}`,
  comment: `${name} uses only: ${(mayUse[name] ?? []).join(', ') || 'no other feature'}.`,
  severity: 'error',
  from: { path: `^src/${name}/`, pathNot: isTest },
  to: { path: anyFeature, pathNot: `^src/(${[name, ...(mayUse[name] ?? [])].join('|')})/` },
}));

module.exports = {
  forbidden: [
    ...featureRules,
    {
      name: 'feature-only-through-index',
      comment:
        'A feature is used from outside through its index.ts, or the types of a *.schema.ts.',
      severity: 'error',
      from: { path: '^(src|workers|config)/([^/]+)', pathNot: isTest },
      to: { path: anyFeature, pathNot: ['^src/$2/', '^src/[^/]+/index\\.ts$', '\\.schema\\.ts$'] },
    },
    {
      name: 'technique-knows-no-feature',
      comment: 'pipeline, tools, infrastructure and http work for any domain.',
      severity: 'error',
      from: { path: technique },
      to: { path: anyFeature },
    },
    {
      name: 'top-is-imported-by-nobody',
      comment:
        'The files right below src put the program together: main, serve, demo, compose, doctor.',
      severity: 'error',
      from: {
        path: '^(src|workers|config)/',
        pathNot: ['^src/[^/]+\\.ts$', '^src/demo/', '^workers/', isTest],
      },
      to: { path: ['^src/(?!errors\\.ts$)[^/]+\\.ts$', '^src/demo/'] },
    },
    {
      name: 'doctor-stands-apart',
      comment:
        'The doctor examines the machine: technique and settings, no feature, used by nobody.',
      severity: 'error',
      from: { path: '^(src|workers|config)/', pathNot: ['^src/doctor(/|\\.ts$)'] },
      to: { path: '^src/doctor/' },
    },
    {
      name: 'doctor-knows-no-feature',
      severity: 'error',
      from: { path: '^src/doctor(/|\\.ts$)', pathNot: isTest },
      to: { path: [anyFeature, '^src/(pipeline|http|web)/', '^workers/'] },
    },
    {
      name: 'nothing-imports-workers',
      comment: 'Workers only bind job names to functions; whoever starts the process starts them.',
      severity: 'error',
      from: { path: '^(src|config)/', pathNot: '^src/(main|serve)\\.ts$' },
      to: { path: '^workers/' },
    },
    {
      name: 'errors-import-nothing',
      severity: 'error',
      from: { path: '^src/errors\\.ts$' },
      to: { path: '.' },
    },
    {
      name: 'config-is-the-ground',
      comment:
        'The settings know the closed set of failures and where the project lies; nothing else.',
      severity: 'error',
      from: { path: '^config/', pathNot: isTest },
      to: { path: '^(src|workers)/', pathNot: '^src/(errors|infrastructure/project-root)\\.ts$' },
    },
    {
      name: 'web-knows-only-schema-types',
      comment:
        'The page is built apart from the server: it shares the types of *.schema.ts, no code.',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^(src|workers|config|test)/', pathNot: ['^src/web/', '\\.schema\\.ts$'] },
    },
    {
      name: 'web-takes-types-not-code',
      severity: 'error',
      from: { path: '^src/web/' },
      to: { path: '^src/(?!web/).*\\.schema\\.ts$', preCompilationOnly: false },
    },
    {
      name: 'nothing-imports-web',
      severity: 'error',
      from: { path: '^(src|workers|config)/', pathNot: '^src/web/' },
      to: { path: '^src/web/' },
    },
    {
      name: 'schemas-are-plain',
      comment: 'A *.schema.ts is read by the page too: zod and other schemas only.',
      severity: 'error',
      from: { path: '^src/.*\\.schema\\.ts$' },
      to: { pathNot: ['\\.schema\\.ts$', '^node_modules/zod/', '^zod$'] },
    },
    {
      name: 'no-test-code-in-the-program',
      severity: 'error',
      from: { path: '^(src|workers|config)/', pathNot: isTest },
      to: { path: ['^test/', isTest] },
    },
    {
      name: 'no-development-package-in-the-program',
      comment: 'The image is installed without development packages.',
      severity: 'error',
      from: { path: '^(src|workers|config)/', pathNot: ['^src/web/', isTest] },
      to: { dependencyTypes: ['npm-dev'], dependencyTypesNot: ['type-only', 'npm'] },
    },
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'everything-resolves',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    doNotFollow: { path: ['node_modules', '^dist/'] },
    exclude: { path: ['^dist/', '^var/'] },
    tsPreCompilationDeps: 'specify',
    moduleSystems: ['es6'],
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.js', '.d.ts'],
    },
    // Not for webpack: it is the way to tell the resolver that `#…` means the sources.
    webpackConfig: { fileName: `${__dirname}/.dependency-cruiser.resolve.cjs` },
  },
};
