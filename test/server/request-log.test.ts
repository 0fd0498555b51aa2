import { describe, expect, test } from 'vitest';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const requests = (gateway: ReturnType<typeof createTestGateway>) =>
  gateway.lines.filter(({ msg }) => msg === 'request');

describe('the log', () => {
  test('has one line a request', async () => {
    const gateway = createTestGateway();
    await gateway.post({ query: 'query Greeting { hello }' }, { 'x-request-id': 'r-1' });
    expect(requests(gateway)).toEqual([
      expect.objectContaining({
        level: 30,
        requestId: 'r-1',
        method: 'POST',
        path: '/graphql',
        status: 200,
        ms: expect.any(Number),
        operationName: 'Greeting',
      }),
    ]);
  });

  test.each([
    { what: 'an unknown path', path: '/nope?secret', status: 404 },
    { what: 'a syntax error', path: '/graphql?query={secret', status: 200 },
    { what: 'a mutation by GET', path: '/graphql?query=mutation{plant}', status: 405 },
  ])('has a line for $what, without the query string', async ({ path, status }) => {
    const gateway = createTestGateway();
    await gateway.fetch(`${ORIGIN}${path}`);
    expect(requests(gateway)).toEqual([expect.objectContaining({ status, method: 'GET', path: path.split('?')[0] })]);
    expect(gateway.log()).not.toContain('secret');
  });

  test('holds neither document nor variables, nor authorization', async () => {
    const gateway = createTestGateway();
    const query = 'query($name: String) { hello(name: $name) crash # topsecret comment\n }';
    await gateway.post({ query, variables: { name: 'topsecret value' } }, { authorization: 'Bearer topsecret' });
    await gateway.post({ query: '{ topsecretField }' });
    await gateway.post('{ topsecret json');
    expect(gateway.log()).not.toContain('topsecret');
  });

  test('names the operation that ran, of several', async () => {
    const gateway = createTestGateway();
    await gateway.post({ query: 'query A { hello } query B { hello }', operationName: 'B' });
    expect(requests(gateway)).toEqual([expect.objectContaining({ operationName: 'B' })]);
  });

  test('has probes at debug', async () => {
    const gateway = createTestGateway();
    await gateway.fetch(`${ORIGIN}/health`);
    expect(requests(gateway)).toEqual([expect.objectContaining({ level: 20, path: '/health' })]);
  });
});

describe('the id of a request', () => {
  test.each(['abc', '4bf92f35-77b3.4da6:a3ce_929d'])('is the client’s if it is sane: %s', async (id) => {
    const response = await createTestGateway().post({ query: '{ hello }' }, { 'x-request-id': id });
    expect(response.headers.get('x-request-id')).toBe(id);
  });

  test.each(['', 'a b', '{"a":1}', 'x'.repeat(129)])('is made if not: "%s"', async (id) => {
    const response = await createTestGateway().post({ query: '{ hello }' }, { 'x-request-id': id });
    expect(response.headers.get('x-request-id')).toMatch(/^[\da-f]{8}-[\da-f-]{27}$/);
  });
});
