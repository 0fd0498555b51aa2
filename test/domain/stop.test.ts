import { expect, it } from 'vitest';
import { Stop } from '../../src/domain/stop.ts';

it('tells all who listen, once, and why; who listens no more is told nothing', () => {
  const stop = new Stop();
  const told: string[] = [];
  const silenced = () => told.push('silenced');
  stop.listen(() => told.push('a'));
  stop.listen(silenced);
  stop.listen(() => told.push('b'));
  stop.silence(silenced);
  expect(() => stop.throwIfStopped()).not.toThrow();
  stop.now(new Error('too late'));
  stop.now(new Error('gone'));
  expect(told).toEqual(['a', 'b']);
  expect(stop.reason?.message).toBe('too late');
  expect(() => stop.throwIfStopped()).toThrow('too late');
});
