interface Step<T> {
  readonly source: AsyncIterator<T>;
  readonly result: IteratorResult<T>;
}

/** What the sources give, as it comes, from so many of them at once. One gives its next only when its last has been dealt with. */
export async function* merged<T>(sources: Iterable<AsyncIterator<T>>, atOnce: number): AsyncGenerator<T> {
  const waiting = [...sources];
  const running = new Map<AsyncIterator<T>, Promise<Step<T>>>();
  const advance = (source: AsyncIterator<T>) =>
    running.set(
      source,
      source.next().then((result) => ({ source, result })),
    );
  for (const source of waiting.splice(0, atOnce)) advance(source);
  try {
    while (running.size > 0) {
      const { source, result } = await Promise.race(running.values());
      if (result.done) {
        running.delete(source);
        const next = waiting.shift();
        if (next) advance(next);
      } else {
        yield result.value;
        advance(source);
      }
    }
  } finally {
    // Whoever has had enough does not wait for what is under way.
    for (const [source, step] of running) {
      step.catch(() => {});
      void source.return?.();
    }
  }
}
