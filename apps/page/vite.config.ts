import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vite';

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here('.'),
  oxc: { jsx: { runtime: 'automatic', importSource: 'preact' } },
  build: {
    outDir: here('../../services/status/dist/page'),
    emptyOutDir: true,
    target: 'es2023',
    // A data: address would need a hole in the content security policy.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // The charts' chunk is big, loaded late, and known to be.
    chunkSizeWarningLimit: 900,
  },
  server: { proxy: { '/api': process.env.WATTLINE_SERVER ?? 'http://127.0.0.1:4680' } },
});
