import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { ServerSentEvent } from '../../src/client/event-stream.ts';
import { readEvents } from '../../src/client/event-stream.ts';

async function eventsOf(...pieces: string[]): Promise<ServerSentEvent[]> {
  async function* source() {
    yield* pieces;
  }
  const events: ServerSentEvent[] = [];
  for await (const event of readEvents(source())) events.push(event);
  return events;
}

describe('text/event-stream', () => {
  it.each([
    ['a name and data', 'event: next\ndata: {"a":1}\n\n', [{ event: 'next', data: '{"a":1}' }]],
    ['no name', 'data: x\n\n', [{ event: 'message', data: 'x' }]],
    ['several lines', 'data: one\ndata:two\ndata:  three\n\n', [{ event: 'message', data: 'one\ntwo\n three' }]],
    ['comments', ':\n\n: ping\n\nevent: a\n: here too\ndata: x\n\n', [{ event: 'a', data: 'x' }]],
    ['fields nobody reads', 'id: 7\nretry: 10\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['an event without data', 'event: a\n\ndata: x\n\n', [{ event: 'message', data: 'x' }]],
    ['an event that is not whole', 'data: x\n\nevent: a\ndata: y', [{ event: 'message', data: 'x' }]],
    [
      'CRLF, and CR',
      'event: a\r\ndata: x\r\n\r\ndata: y\r\rdata: z\n\n',
      [
        { event: 'a', data: 'x' },
        { event: 'message', data: 'y' },
        { event: 'message', data: 'z' },
      ],
    ],
    ['nothing', '', []],
  ])('with %s', async (_what, text, events) => {
    expect(await eventsOf(text)).toEqual(events);
  });

  it('gives the same events in whatever pieces it comes', async () => {
    const text =
      'event: next\r\ndata: {"a":1}\r\n\r\n:\n\nevent: next\ndata: b\ndata: c\n\r\nevent: complete\ndata:\n\n';
    const whole = await eventsOf(text);
    expect(whole).toHaveLength(3);
    await fc.assert(
      fc.asyncProperty(fc.uniqueArray(fc.nat(text.length), { maxLength: 12 }), async (cuts) => {
        const places = [0, ...cuts.toSorted((a, b) => a - b), text.length];
        expect(await eventsOf(...places.slice(1).map((end, i) => text.slice(places[i], end)))).toEqual(whole);
      }),
    );
  });
});
