import { GraphQLError } from 'graphql';
import { describe, expect, test } from 'vitest';
import { createTestGateway, ORIGIN } from './test-gateway.ts';

const RESPONSE_JSON = { accept: 'application/graphql-response+json' };
const LOCATION = [{ line: 1, column: 3 }];

describe('a mistake of the client', () => {
  test.each([true, false])('is shown with its code (production: %s)', async (production) => {
    const gateway = createTestGateway({ production });
    const response = await gateway.post({ query: '{ mistake hello }' }, RESPONSE_JSON);
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: { mistake: null, hello: 'Hello world' },
      errors: [
        {
          message: 'There is no such tree.',
          path: ['mistake'],
          locations: LOCATION,
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
    expect(gateway.lines.filter(({ level }) => level === 50)).toEqual([]);
  });

  test('found before any resolver runs is a bad request', async () => {
    const gateway = createTestGateway({
      createContext: () => {
        throw new Error('no such key');
      },
      toGraphQLError: () => new GraphQLError('This key is unknown.', { extensions: { code: 'BAD_USER_INPUT' } }),
    });
    const response = await gateway.post({ query: '{ hello }' }, RESPONSE_JSON);
    expect(response.status).toBe(400);
    expect(await response.json()).toEqual({
      errors: [{ message: 'This key is unknown.', extensions: { code: 'BAD_USER_INPUT' } }],
    });
  });

  test('in a variable is a bad request', async () => {
    const query = 'query($years: Int!) { height(years: $years) }';
    const response = await createTestGateway().post({ query, variables: { years: 1.5 } }, RESPONSE_JSON);
    expect(response.status).toBe(400);
    expect(await response.json()).toMatchObject({ errors: [{ extensions: { code: 'BAD_USER_INPUT' } }] });
  });

  test('in an argument, found where it is used, is shown with a code', async () => {
    const query = 'query($years: Int = 1) { height(years: $years) }';
    const response = await createTestGateway().post({ query, variables: { years: null } }, RESPONSE_JSON);
    expect(await response.json()).toMatchObject({
      data: { height: null },
      errors: [
        {
          message: expect.stringContaining('must not be null'),
          path: ['height'],
          extensions: { code: 'BAD_USER_INPUT' },
        },
      ],
    });
  });
});

describe('what cannot be read now', () => {
  test('is to be asked again, and the log says why', async () => {
    const gateway = createTestGateway({ production: true });
    // The second time it is known, and goes another way.
    for (const time of ['first', 'second']) {
      const response = await gateway.post({ query: '{ hello away }' }, { ...RESPONSE_JSON, 'x-request-id': time });
      expect([response.status, response.headers.get('retry-after')]).toEqual([503, '1']);
      expect(await response.json()).toMatchObject({
        errors: [{ message: 'The forest is closed: try again in a moment.', extensions: { code: 'UNAVAILABLE' } }],
      });
      const line = gateway.lines.find(({ msg, requestId }) => msg === 'unavailable' && requestId === time);
      expect(line).toMatchObject({ level: 40, path: 'away' });
      expect(JSON.stringify(line)).toContain('the key is lost');
    }
  });

  test('after something was written is an internal error: whoever sent it again would write it again', async () => {
    const gateway = createTestGateway({ production: true });
    const response = await gateway.post(
      { query: 'mutation { plant away }' },
      { ...RESPONSE_JSON, 'x-graphql-yoga-csrf': '1' },
    );
    expect([response.status, response.headers.get('retry-after')]).toEqual([200, null]);
    expect(await response.json()).toMatchObject({
      data: { plant: 'planted', away: null },
      errors: [{ extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
  });
});

describe('an internal error', () => {
  test.each([
    { what: 'an error', field: 'crash', logged: 'password of the database is hunter2' },
    { what: 'something thrown that is no error', field: 'crashWithWords', logged: 'the secret word' },
    { what: 'a value that does not fit its type', field: 'wrongType', logged: 'the secret number' },
  ])('is hidden in production, and logged with the id of the request: $what', async ({ field, logged }) => {
    const gateway = createTestGateway({ production: true });
    const response = await gateway.post({ query: `{ ${field} }` }, { ...RESPONSE_JSON, 'x-request-id': 'r-1' });
    expect(response.status).toBe(200);
    expect(await response.json()).toEqual({
      data: { [field]: null },
      errors: [
        {
          message: 'Unexpected error.',
          path: [field],
          locations: LOCATION,
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
        },
      ],
    });
    const line = gateway.lines.find(({ msg }) => msg === 'internal error');
    expect(line).toMatchObject({ level: 50, requestId: 'r-1', path: field });
    expect(JSON.stringify(line)).toContain(logged);
    expect(JSON.stringify(line)).toContain('stack');
  });

  test('shows its message in development, but no stack', async () => {
    const response = await createTestGateway({ production: false }).post(
      { query: '{ crash }' },
      { 'x-request-id': 'r-1' },
    );
    expect(await response.json()).toEqual({
      data: { crash: null },
      errors: [
        {
          message: 'password of the database is hunter2',
          path: ['crash'],
          locations: LOCATION,
          extensions: { code: 'INTERNAL_SERVER_ERROR', requestId: 'r-1' },
        },
      ],
    });
  });

  test('before any resolver runs: 500', async () => {
    const gateway = createTestGateway({ createContext: () => Promise.reject(new Error('hunter2')) });
    for (const headers of [RESPONSE_JSON, { accept: 'application/json' }]) {
      const response = await gateway.post({ query: '{ hello }' }, headers);
      expect(response.status).toBe(500);
      expect(await response.json()).toMatchObject({
        errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
      });
    }
  });

  test('in a subscription is hidden, too', async () => {
    const gateway = createTestGateway();
    const text = await (
      await gateway.post({ query: 'subscription { leaves }' }, { accept: 'text/event-stream' })
    ).text();
    expect(text).toContain('Unexpected error.');
    expect(text).not.toContain('secret');
    expect(gateway.log()).toContain('the secret number');
  });

  test('outside GraphQL: 500 without its stack', async () => {
    const examples = [
      {
        get title(): string {
          throw new Error('hunter2');
        },
        query: '{ hello }',
      },
    ];
    const gateway = createTestGateway({ examples, production: false });
    const response = await gateway.fetch(`${ORIGIN}/graphql`, { headers: { accept: 'text/html' } });
    expect(response.status).toBe(500);
    expect(await response.json()).toEqual({
      errors: [{ message: 'Unexpected error.', extensions: { code: 'INTERNAL_SERVER_ERROR' } }],
    });
    expect(gateway.log()).toContain('hunter2');
  });
});
