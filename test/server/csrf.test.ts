import { describe, expect, test } from 'vitest';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

const FORM = 'application/x-www-form-urlencoded';
const ANSWER = { data: { hello: 'Hello world' } };

describe('without a header', () => {
  test('a query by GET is answered', async () => {
    expect(await (await createTestGateway().fetch(`${ORIGIN}/graphql?query={hello}`)).json()).toEqual(ANSWER);
  });

  test.each(['application/json', 'application/json; charset=utf-8'])(
    'a query by POST of %s is answered',
    async (type) => {
      expect(await (await createTestGateway().post({ query: '{ hello }' }, { 'content-type': type })).json()).toEqual(
        ANSWER,
      );
    },
  );

  test.each([
    { type: FORM, body: 'query={hello}' },
    { type: 'multipart/form-data; boundary=x', body: '--x--' },
    { type: 'text/plain', body: '{"query":"{hello}"}' },
    { type: 'text/plain; application/json', body: '{"query":"{hello}"}' },
    { type: 'application/graphql', body: '{ hello }' },
    { type: '', body: '{"query":"{hello}"}' },
  ])('a POST of "$type" is refused', async ({ type, body }) => {
    const response = await createTestGateway().post(body, { 'content-type': type });
    expect(response.status).toBe(403);
    expect(await response.clone().text()).toContain('x-graphql-yoga-csrf');
    expect(await codesOf(response)).toEqual(['CSRF_HEADER_MISSING']);
  });

  test.each([
    { query: 'mutation { plant }' },
    { query: 'query A { hello } mutation B { plant }', operationName: 'B' },
    { query: 'mutation { ...F } fragment F on Mutation { plant }' },
  ])('a mutation is refused and does not run: $query', async (body) => {
    const gateway = createTestGateway();
    const response = await gateway.post(body);
    expect(response.status).toBe(403);
    expect(await codesOf(response)).toEqual(['CSRF_HEADER_MISSING']);
    expect(gateway.ran).toEqual([]);
  });

  test('a query beside a mutation that is not asked for is answered', async () => {
    const response = await createTestGateway().post({
      query: 'query A { hello } mutation B { plant }',
      operationName: 'A',
    });
    expect(await response.json()).toEqual(ANSWER);
  });

  test('a mutation seen before is refused all the same', async () => {
    const gateway = createTestGateway();
    await gateway.post({ query: 'mutation { plant }' }, { 'x-graphql-yoga-csrf': '1' });
    expect((await gateway.post({ query: 'mutation { plant }' })).status).toBe(403);
    expect(gateway.ran).toEqual(['plant']);
  });
});

describe.each(['x-graphql-yoga-csrf', 'apollo-require-preflight'])('with the header %s', (header) => {
  test('a mutation runs', async () => {
    const gateway = createTestGateway();
    const response = await gateway.post({ query: 'mutation { plant }' }, { [header]: '1' });
    expect(await response.json()).toEqual({ data: { plant: 'planted' } });
    expect(gateway.ran).toEqual(['plant']);
  });

  test.each([
    { type: FORM, body: 'query={hello}' },
    { type: 'application/graphql', body: '{ hello }' },
  ])('a POST of $type is answered', async ({ type, body }) => {
    const response = await createTestGateway().post(body, { 'content-type': type, [header]: '1' });
    expect(await response.json()).toEqual(ANSWER);
  });
});
