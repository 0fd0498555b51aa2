import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { readFeedList } from '../../src/collect/feed-list.ts';
import { temporaryFolder } from '../support/cli.ts';

async function fileOf(text: string): Promise<string> {
  const path = join(await temporaryFolder(), 'feeds');
  await writeFile(path, text);
  return path;
}

describe('a list of feeds', () => {
  it('has an address a line, with comments, each feed once', async () => {
    const path = await fileOf('# the desk\nhttps://ledger.example/feed  # every hour\n\nhttps://courier.example/a#b\n');
    expect(await readFeedList([path, 'https://ledger.example/feed', 'HTTPS://Gazette.example'])).toEqual([
      'https://ledger.example/feed',
      'https://courier.example/a#b',
      'https://gazette.example/',
    ]);
  });

  it('may be OPML, with folders', async () => {
    const path = await fileOf(
      `<?xml version="1.0"?><opml version="2.0"><head><title>Feeds</title></head><body>
       <outline text="World"><outline type="rss" text="Ledger" xmlUrl="https://ledger.example/feed"/></outline>
       <outline type="rss" text="Courier" xmlUrl="https://courier.example/feed"/></body></opml>`,
    );
    expect(await readFeedList([path])).toEqual(['https://ledger.example/feed', 'https://courier.example/feed']);
  });

  it.each([
    ['ledger.example/feed', /'ledger.example\/feed', in line 1 of .*, is no http or https address/],
    ['# nothing\n', /holds no address of a feed/],
    ['<html>', /begins as OPML does, and cannot be read|holds no address of a feed/],
  ])('that says %j is refused', async (text, message) => {
    await expect(readFeedList([await fileOf(text)])).rejects.toThrow(message);
  });

  it('that is not there is refused', async () => {
    await expect(readFeedList(['/nowhere/feeds.txt'])).rejects.toThrow(/neither an address nor a list.*no such file/);
  });
});
