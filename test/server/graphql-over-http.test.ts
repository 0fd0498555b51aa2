import { serverAudits } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/storage/database.ts';
import { openDatabase } from '../support/database.ts';
import type { RunningGateway } from '../support/running-gateway.ts';
import { startGateway } from '../support/running-gateway.ts';
import { codesOf, createTestGateway, ORIGIN } from './test-gateway.ts';

const RESPONSE_JSON = { accept: 'application/graphql-response+json' };
const JSON_ONLY = { accept: 'application/json' };

describe('the audits of GraphQL over HTTP, on the gateway as it is served', () => {
  let db: Database;
  let server: RunningGateway;

  beforeAll(async () => {
    db = await openDatabase();
    server = await startGateway(db, {}, { closeAfterTest: false });
  });
  afterAll(async () => {
    await server.close();
    await db.close();
  });

  const audits = serverAudits({ url: () => `${server.url}/graphql` });
  // Again and again: from the second time on other ways of answering are taken.
  test.each([1, 2, 3].flatMap((time) => audits.map((audit) => ({ id: audit.id, name: audit.name, audit, time }))))(
    '$id $name, time $time',
    async ({ audit }) => {
      const result = await audit.fn();
      expect(result.status === 'ok' ? 'ok' : result.reason).toBe('ok');
    },
  );
});

describe('GET and POST', () => {
  const gateway = createTestGateway();
  const get = (parameters: Record<string, string>, init: RequestInit = {}) =>
    gateway.fetch(`${ORIGIN}/graphql?${new URLSearchParams(parameters)}`, init);

  test('a query by GET is answered', async () => {
    const response = await get({
      query: 'query Q($name: String) { hello(name: $name) }',
      variables: '{"name":"Ada"}',
      operationName: 'Q',
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { hello: 'Hello Ada' } });
  });

  test('a query by POST is answered', async () => {
    const response = await gateway.post({
      query: 'query($name: String) { hello(name: $name) }',
      variables: { name: 'Ada' },
    });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({ data: { hello: 'Hello Ada' } });
  });

  test('a mutation by GET is refused with 405 and does not run, header or not', async () => {
    for (const headers of [new Headers(), new Headers({ 'x-graphql-yoga-csrf': '1' })]) {
      const response = await get({ query: 'mutation { plant }' }, { headers });
      expect(response.status).toBe(405);
      expect(response.headers.get('allow')).toBe('POST');
    }
    expect(gateway.ran).toEqual([]);
  });

  test.each(['PUT', 'DELETE', 'PATCH', 'OPTIONS'])('%s is refused with 405', async (method) => {
    const response = await gateway.fetch(`${ORIGIN}/graphql`, { method });
    expect(response.status).toBe(405);
    expect(response.headers.get('allow')).toBe('GET, POST');
  });

  test('a batch is refused', async () => {
    const response = await gateway.post([{ query: '{ hello }' }, { query: '{ hello }' }]);
    expect(response.status).toBe(400);
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });

  test('a subscription is answered as server-sent events', async () => {
    const response = await gateway.post({ query: 'subscription { leaves }' }, { accept: 'text/event-stream' });
    expect(response.headers.get('content-type')).toBe('text/event-stream');
    const text = await response.text();
    expect(text).toContain('data: {"data":{"leaves":1}}');
    expect(text).toContain('event: complete');
  });
});

describe('the status of a mistake', () => {
  const gateway = createTestGateway();

  test.each([
    { mistake: 'a syntax error', query: '{', code: 'GRAPHQL_PARSE_FAILED' },
    { mistake: 'an unknown field', query: '{ nope }', code: 'GRAPHQL_VALIDATION_FAILED' },
    {
      mistake: 'a query too deep',
      query: `{ tree ${'{ branch '.repeat(10)} { name } ${'}'.repeat(10)} }`,
      code: 'QUERY_TOO_DEEP',
    },
  ])('$mistake: 400, or 200 for who takes only application/json', async ({ query, code }) => {
    const response = await gateway.post({ query }, RESPONSE_JSON);
    expect(response.status).toBe(400);
    expect(response.headers.get('content-type')).toBe('application/graphql-response+json; charset=utf-8');
    expect(await codesOf(response)).toEqual([code]);
    expect((await gateway.post({ query }, JSON_ONLY)).status).toBe(200);
  });

  test.each([
    { mistake: 'JSON cut off', body: '{"query": "{ hello }', code: 'BAD_REQUEST' },
    { mistake: 'no object', body: '7', code: 'BAD_REQUEST' },
    { mistake: 'no query', body: '{}', code: 'BAD_REQUEST' },
    { mistake: 'a query that is no string', body: '{"query": {}}', code: 'BAD_REQUEST' },
    { mistake: 'variables that are no object', body: '{"query": "{ hello }", "variables": 7}', code: 'BAD_REQUEST' },
    { mistake: 'a parameter that nobody knows', body: '{"query": "{ hello }", "limit": 7}', code: 'BAD_REQUEST' },
    {
      mistake: 'an operation that is not there',
      body: '{"query": "{ hello }", "operationName": "A"}',
      code: 'OPERATION_RESOLUTION_FAILURE',
    },
    {
      mistake: 'a variable of another type',
      body: '{"query": "query($times: Int) { hello(times: $times) }", "variables": {"times": "x"}}',
      code: 'BAD_USER_INPUT',
    },
  ])('$mistake: 400', async ({ body, code }) => {
    for (const headers of [RESPONSE_JSON, JSON_ONLY]) {
      const response = await gateway.post(body, headers);
      expect(response.status).toBe(400);
      expect(await codesOf(response)).toEqual([code]);
    }
  });

  test('variables in the address that are no JSON: 400', async () => {
    const response = await gateway.fetch(`${ORIGIN}/graphql?query={hello}&variables={secret`);
    expect(response.status).toBe(400);
    expect(await response.clone().text()).not.toContain('secret');
    expect(await codesOf(response)).toEqual(['BAD_REQUEST']);
  });

  test('a body that is no JSON is not echoed', async () => {
    const text = await (await gateway.post('{"query": secret')).text();
    expect(text).toBe('{"errors":[{"message":"POST body sent invalid JSON.","extensions":{"code":"BAD_REQUEST"}}]}');
  });

  test('a type of body that is not understood: 415', async () => {
    for (const type of ['text/plain', 'application/xml', 'multipart/form-data; boundary=x']) {
      const response = await gateway.post('{ hello }', { 'content-type': type, 'x-graphql-yoga-csrf': '1' });
      expect(response.status).toBe(415);
      expect(await codesOf(response)).toEqual(['UNSUPPORTED_MEDIA_TYPE']);
    }
  });

  test('a type of answer that is not offered: 406, before anything runs', async () => {
    const response = await gateway.post(
      { query: 'mutation { plant }' },
      { accept: 'text/plain', 'x-graphql-yoga-csrf': '1' },
    );
    expect(response.status).toBe(406);
    expect(await codesOf(response)).toEqual(['NOT_ACCEPTABLE']);
    expect(gateway.ran).toEqual([]);
  });

  test.each(['*/*', 'application/*', 'text/plain, */*;q=0.1', 'application/json;q=0.5'])(
    'accept: %s is offered JSON',
    async (accept) => {
      const response = await gateway.post({ query: '{ hello }' }, { accept });
      expect(await response.json()).toEqual({ data: { hello: 'Hello world' } });
    },
  );
});
