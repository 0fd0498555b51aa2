import { describe, expect, test } from 'vitest';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const LISTED = 'https://desk.example';
const OTHER_LISTED = 'http://localhost:5173';
const UNLISTED = 'https://evil.example';

function corsHeaders(response: Response): [string, string][] {
  return [...response.headers].filter(([name]) => name.toLowerCase().startsWith('access-control-'));
}

const PREFLIGHT = {
  'access-control-request-method': 'POST',
  'access-control-request-headers': 'content-type,authorization',
};
const PATHS = ['/graphql?query={hello}', '/health', '/nope'];

describe('with no origin listed', () => {
  const gateway = createTestGateway();

  test.each(PATHS)('%s carries no Access-Control header', async (path) => {
    for (const origin of [undefined, UNLISTED, 'null', ORIGIN]) {
      const headers = new Headers(origin === undefined ? [] : [['origin', origin]]);
      expect(corsHeaders(await gateway.fetch(`${ORIGIN}${path}`, { headers }))).toEqual([]);
    }
  });

  test('a preflight is allowed nothing', async () => {
    const response = await gateway.fetch(`${ORIGIN}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: UNLISTED, ...PREFLIGHT },
    });
    expect(response.status).toBe(204);
    expect(corsHeaders(response)).toEqual([]);
  });
});

describe('with origins listed', () => {
  const gateway = createTestGateway({ corsOrigins: [LISTED, OTHER_LISTED] });

  test.each([LISTED, OTHER_LISTED])('%s may read answers, without credentials', async (origin) => {
    const response = await gateway.post({ query: '{ hello }' }, { origin });
    expect(corsHeaders(response)).toEqual([
      ['access-control-allow-origin', origin],
      ['access-control-expose-headers', 'x-request-id, newsgraph-revision, retry-after'],
    ]);
    expect(response.headers.get('vary')).toContain('Origin');
  });

  test.each([UNLISTED, 'null', `${LISTED}.evil.example`, 'http://desk.example', 'https://DESK.example'])(
    '%s may not',
    async (origin) => {
      const response = await gateway.post({ query: '{ hello }' }, { origin });
      expect(corsHeaders(response)).toEqual([]);
      expect(response.headers.get('vary')).toContain('Origin');
    },
  );

  test('a preflight is allowed the method and the headers that it asks for', async () => {
    const response = await gateway.fetch(`${ORIGIN}/graphql`, {
      method: 'OPTIONS',
      headers: { origin: LISTED, ...PREFLIGHT },
    });
    expect(response.status).toBe(204);
    expect(Object.fromEntries(corsHeaders(response))).toEqual({
      'access-control-allow-origin': LISTED,
      'access-control-allow-methods': 'GET, POST',
      'access-control-allow-headers': 'content-type,authorization',
      'access-control-max-age': '600',
    });
  });

  test('a mistake and an unknown path can be read, too', async () => {
    for (const path of ['/graphql', '/nope']) {
      const response = await gateway.fetch(`${ORIGIN}${path}`, { headers: { origin: LISTED } });
      expect(response.headers.get('access-control-allow-origin')).toBe(LISTED);
    }
  });
});
