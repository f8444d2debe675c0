// package.json maps the subpath imports `#…` to the build; the import rules are about the sources.
const root = process.cwd();

module.exports = {
  resolve: {
    alias: {
      '#config/*': `${root}/config/*`,
      '#workers/*': `${root}/workers/*`,
      '#test/*': `${root}/test/*`,
      '#*': `${root}/src/*`,
    },
    extensionAlias: { '.js': ['.ts', '.tsx', '.js'] },
  },
};
