import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { Slots } from '../../src/server/slots.ts';

const slotsOf = (options: Partial<ConstructorParameters<typeof Slots>[0]> = {}) =>
  new Slots({ most: 2, mostWaiting: 3, usualWait: 1_000, longestWait: 10_000, ...options });

describe('slots', () => {
  it('let so many in at once, the others in order as places come free', async () => {
    const slots = slotsOf();
    expect([slots.enter(), slots.enter()]).toEqual([true, true]);
    const order: string[] = [];
    const waiting = ['a', 'b', 'c'].map(async (name) => {
      expect(await slots.enter()).toBe(true);
      order.push(name);
    });
    await sleep(5);
    expect(order).toEqual([]);
    slots.leave();
    await sleep(5);
    expect(order).toEqual(['a']);
    slots.leave();
    slots.leave();
    await Promise.all(waiting);
    expect(order).toEqual(['a', 'b', 'c']);
    slots.leave();
    slots.leave();
    expect(slots.enter()).toBe(true);
  });

  it('turn away who finds the queue full', () => {
    const slots = slotsOf({ most: 1, mostWaiting: 1 });
    expect(slots.enter()).toBe(true);
    void slots.enter();
    expect(slots.enter()).toBe(false);
  });

  it('let nobody wait longer than the longest wait', async () => {
    const slots = slotsOf({ most: 1, longestWait: 20 });
    void slots.enter();
    expect(await slots.enter()).toBe(false);
  });

  it('bear a burst, and turn away those who have waited too long when it does not end', async () => {
    const slots = slotsOf({ most: 1, mostWaiting: 100, usualWait: 20 });
    void slots.enter();
    const burst = slots.enter();
    await sleep(40);
    slots.leave();
    // He waited too long; but that happens.
    expect(await burst).toBe(true);
    const late = slots.enter();
    await sleep(300);
    const inTime = slots.enter();
    slots.leave();
    expect(await late).toBe(false);
    expect(await inTime).toBe(true);
    slots.leave();
    expect(slots.enter()).toBe(true);
  });

  it('let the last in first when more come than can be done', async () => {
    const slots = slotsOf({ most: 1, mostWaiting: 1_000, usualWait: 400 });
    void slots.enter();
    const order: number[] = [];
    const wait = async (n: number) => {
      if (await slots.enter()) order.push(n);
    };
    // One leaves each 20 milliseconds at best, so the last of 200 would wait for four seconds.
    for (let n = 0; n < 200; n++) void wait(n);
    for (let n = 0; n < 15; n++) {
      await sleep(20);
      slots.leave();
    }
    await sleep(5);
    expect(order[0]).toBe(0);
    expect(order.at(-1)).toBeGreaterThan(190);
  });

  it('keep the order of a queue that stands but is soon served', async () => {
    const slots = slotsOf({ most: 1, mostWaiting: 100, usualWait: 10_000 });
    void slots.enter();
    const order: number[] = [];
    const wait = async (n: number) => {
      if (await slots.enter()) order.push(n);
    };
    for (let n = 0; n < 20; n++) void wait(n);
    await sleep(250);
    for (let n = 0; n < 20; n++) slots.leave();
    await sleep(5);
    expect(order).toEqual(Array.from({ length: 20 }, (_, n) => n));
  });
});
