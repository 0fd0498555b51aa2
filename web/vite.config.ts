import { fileURLToPath } from 'node:url';
import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** The gateway that `npm run dev:web` asks. */
const { GATEWAY = 'http://127.0.0.1:4000' } = process.env;

export default defineConfig({
  root: at('.'),
  plugins: [react()],
  resolve: {
    alias: {
      'newsgraph/client': at('../src/client/client.ts'),
      'newsgraph/gql-tada': at('../src/client/gql-tada.ts'),
    },
  },
  build: {
    outDir: at('../dist/web'),
    emptyOutDir: true,
    // The gateway's policy allows files of its own alone, so that nothing may stand in the code as a data: URL.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // Tells the tests which files the first view takes.
    manifest: 'manifest.json',
  },
  server: { proxy: Object.fromEntries(['/graphql', '/ingest', '/schema.graphql'].map((path) => [path, GATEWAY])) },
});
