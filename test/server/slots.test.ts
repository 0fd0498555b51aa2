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
});
