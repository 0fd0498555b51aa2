import react from '@vitejs/plugin-react';
import { defineConfig } from 'vite';

// The page asks its own origin, so that the gateway needs no CORS.
const { GATEWAY = 'http://127.0.0.1:4000' } = process.env;

export default defineConfig({
  plugins: [react()],
  server: { proxy: { '/graphql': GATEWAY } },
});
