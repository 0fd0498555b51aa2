import { describe, expect, test } from 'vitest';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

const gateway = createTestGateway();

describe('any other path is not found, and the answer says where GraphQL is', () => {
  test.each(['/nope', '/graphql/', '/api/graphql', '//graphql', '/GraphQL', '/graphql.html', '/nope?x=/graphql'])(
    '%s',
    async (path) => {
      for (const accept of ['text/html', 'application/json']) {
        const response = await gateway.fetch(`${ORIGIN}${path}`, { headers: { accept } });
        expect(response.status).toBe(404);
        expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
        expect(await response.clone().text()).toContain('GraphQL is served at /graphql.');
        expect(await codesOf(response)).toEqual(['NOT_FOUND']);
      }
    },
  );
});

test.each(['/graphql?query={hello}', '/health', '/nope', '/'])(
  '%s comes with headers against misuse in a browser',
  async (path) => {
    const { headers } = await gateway.fetch(`${ORIGIN}${path}`);
    expect(headers.get('x-content-type-options')).toBe('nosniff');
    expect(headers.get('referrer-policy')).toBe('no-referrer');
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'");
  },
);
