import type { Page } from 'playwright-core';
import { expect, onTestFinished } from 'vitest';
import type { OpenRoom } from './reading-room.ts';

/** A page that is closed after the test, which must not have complained nor asked another host. */
export async function visit(room: OpenRoom, path: string, options?: Parameters<OpenRoom['open']>[1]): Promise<Page> {
  const { page, complaints, elsewhere } = await room.open(path, options);
  onTestFinished(async () => {
    await page.close();
    expect({ complaints, elsewhere }).toEqual({ complaints: [], elsewhere: [] });
  });
  return page;
}

/** What a query is answered by the gateway of the reading room. */
export async function ask(room: OpenRoom, query: string): ReturnType<OpenRoom['gateway']['post']> {
  return room.gateway.post({ query });
}
