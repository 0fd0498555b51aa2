import { expect, test } from 'vitest';
import { createLogger } from '../../src/server/logger.ts';

function capture(options: { level: string; pretty: boolean }) {
  const written: string[] = [];
  const logger = createLogger({ ...options, destination: { write: (text) => written.push(text) } });
  return { logger, written };
}

test('writes one JSON object a line, with the level by name and the time in ISO 8601', () => {
  const { logger, written } = capture({ level: 'info', pretty: false });
  logger.info({ port: 4000 }, 'listening');
  expect(written).toHaveLength(1);
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    level: 'info',
    time: expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/),
    port: 4000,
    msg: 'listening',
  });
});

test('writes an error with its stack and its cause', () => {
  const { logger, written } = capture({ level: 'info', pretty: false });
  logger.error({ err: new Error('outer', { cause: new Error('inner') }) }, 'failed');
  expect(JSON.parse(written[0] ?? '')).toMatchObject({
    err: { message: 'outer: inner', stack: expect.stringContaining('caused by: Error: inner') },
  });
});

test('leaves out what is below its level', () => {
  const { logger, written } = capture({ level: 'warn', pretty: false });
  logger.info('unimportant');
  expect(written).toEqual([]);
});

test('writes for people when asked to', () => {
  const { logger, written } = capture({ level: 'info', pretty: true });
  logger.info({ port: 4000 }, 'listening');
  expect(written.join('')).toMatch(/INFO.*listening/);
  expect(written.join('')).toMatch(/port.*4000/);
});
