import type { Plugin } from 'graphql-yoga';

/** Of every answer, unless it brings its own. */
export const SECURITY_HEADERS = {
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  // For data; a page brings its own.
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
};

/** Tells browsers to take every answer for what it says it is, and to run and load nothing from it. */
export function useSecurityHeaders(): Plugin {
  return {
    onResponse({ response }) {
      for (const [name, value] of Object.entries(SECURITY_HEADERS)) {
        if (!response.headers.has(name)) response.headers.set(name, value);
      }
    },
  };
}
