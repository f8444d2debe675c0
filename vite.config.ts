import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const web = fileURLToPath(new URL('src/web/', import.meta.url));

/** The page is served under a strict Content-Security-Policy: every script, style and font is a file of ours. */
export default defineConfig({
  root: web,
  resolve: {
    alias: [
      { find: /^#web\/(.*)\.js$/, replacement: `${web}$1` },
      { find: /^preact\/hooks$/, replacement: 'preact/hooks' },
    ],
  },
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: fileURLToPath(new URL('dist/web/', import.meta.url)),
    emptyOutDir: true,
    target: 'es2022',
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: true,
    sourcemap: false,
  },
});
