import { describe, expect, test } from 'vitest';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

describe('/health', () => {
  test('is up, whatever the database does', async () => {
    const gateway = createTestGateway({ isReady: () => Promise.reject(new Error('down')) });
    const response = await gateway.fetch(`${ORIGIN}/health`);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ status: 'ok' });
    expect(response.headers.get('cache-control')).toBe('no-store');
  });

  test('answers HEAD', async () => {
    expect((await createTestGateway().fetch(`${ORIGIN}/health`, { method: 'HEAD' })).status).toBe(200);
  });

  test.each(['/xyz/health', '/health/', '/xhealth', '/nope?x=/health'])('is not %s', async (path) => {
    expect((await createTestGateway().fetch(`${ORIGIN}${path}`)).status).toBe(404);
  });

  test('is not a GraphQL query that ends like it', async () => {
    const response = await createTestGateway().fetch(`${ORIGIN}/graphql?query={hello(name:"x")}&operationName=/health`);
    expect(response.status).toBe(400);
  });
});

describe('/ready', () => {
  test.each([
    { when: 'requests can be served', isReady: async () => true, status: 200, body: { status: 'ok' } },
    { when: 'they cannot', isReady: async () => false, status: 503, body: { status: 'unavailable' } },
    {
      when: 'the check fails',
      isReady: () => Promise.reject(new Error('password hunter2')),
      status: 503,
      body: { status: 'unavailable' },
    },
    {
      when: 'the check throws',
      isReady: () => {
        throw new Error('password hunter2');
      },
      status: 503,
      body: { status: 'unavailable' },
    },
  ])('$status when $when', async ({ isReady, status, body }) => {
    const response = await createTestGateway({ isReady }).fetch(`${ORIGIN}/ready`);
    expect(response.status).toBe(status);
    expect(await response.json()).toEqual(body);
  });

  test('tells the reason to the log only', async () => {
    const gateway = createTestGateway({ isReady: () => Promise.reject(new Error('the database is gone')) });
    await gateway.fetch(`${ORIGIN}/ready`);
    expect(gateway.log()).toContain('the database is gone');
  });
});
