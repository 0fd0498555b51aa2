import { buildClientSchema, buildSchema, findBreakingChanges, printSchema } from 'graphql';
import { expect, test } from 'vitest';
import { schema } from '../../src/graphql/schema.ts';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const gateway = createTestGateway({ schema });
const get = (path: string, init: RequestInit = {}) => gateway.fetch(`${ORIGIN}${path}`, init);

test('/schema.graphql is the schema in its definition language', async () => {
  const response = await get('/schema.graphql');
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toBe('text/plain; charset=utf-8');
  const served = buildSchema(await response.text());
  expect(findBreakingChanges(schema, served)).toEqual([]);
  expect(findBreakingChanges(served, schema)).toEqual([]);
});

test('/schema.json is what introspection answers', async () => {
  const response = await get('/schema.json');
  expect(response.headers.get('content-type')).toBe('application/json; charset=utf-8');
  const served = printSchema(buildClientSchema(JSON.parse(await response.text())));
  expect(served).toBe(printSchema(buildSchema(await (await get('/schema.graphql')).text())));
});

test.each(['/schema.graphql', '/schema.json'])('%s is not sent again to who has it', async (path) => {
  const etag = (await get(path)).headers.get('etag') ?? '';
  const again = await get(path, { headers: { 'if-none-match': etag } });
  expect([again.status, await again.text(), again.headers.get('etag')]).toEqual([304, '', etag]);
  const head = await get(path, { method: 'HEAD' });
  expect([head.status, await head.text(), head.headers.get('etag')]).toEqual([200, '', etag]);
});

test.each(['/schema.graphql', '/schema.json'])('%s is closed where reading is', async (path) => {
  const closed = createTestGateway({ schema, isReadingOpen: false });
  expect((await closed.fetch(`${ORIGIN}${path}`)).status).toBe(401);
});
