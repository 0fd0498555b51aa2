import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RawDocument } from '../../../src/domain/document.ts';
import { expand } from '../../../src/ingest/containers/expand.ts';
import type { FoundDocument } from '../../../src/ingest/find-documents.ts';
import { warcOf, zipOf } from '../../support/containers.ts';
import { damagedBytes } from '../../support/damaged-bytes.ts';

const MAX = 2_000;

/** What an input expands to: uri, and the text or the code of the problem. */
async function expanded(input: RawDocument | FoundDocument, maxBytes = MAX): Promise<string[]> {
  const found: string[] = [];
  for await (const { from, format } of expand(input, { maxBytes })) {
    if ('bytes' in from) {
      const charset = /charset=([\w-]+)/.exec(('contentType' in from && from.contentType) || '')?.[1];
      found.push(`${from.uri} ${format ?? ''}: ${new TextDecoder(charset, { ignoreBOM: true }).decode(from.bytes)}`);
    } else found.push(`${from.uri} ${from.problem?.code ?? 'the file'}`);
  }
  return found;
}
const ofBytes = (uri: string, bytes: Uint8Array | string) => expanded({ uri, bytes: Buffer.from(bytes) });

describe('what is no container is a document', () => {
  it.each([
    ['text', '/a.txt', 'The bridge is shut.'],
    ['nothing', '/a.txt', ''],
    ['JSON on many lines', '/a.json', '{\n  "a": 1\n}'],
    ['JSON on one', '/a.json', '{"a": 1}\n'],
    ['prose named .jsonl', '/a.jsonl', 'The bridge is shut.'],
  ])('%s', async (_, uri, text) => {
    expect(await ofBytes(uri, text)).toEqual([`${uri} : ${text}`]);
  });
});

describe('JSON Lines', () => {
  const lines = [
    '{"uri": "urn:x", "pubstatus": "usable"}',
    '',
    '{"id": 7, "text": "Shut.", "title": "Bridge"}',
    '{"id": "a b", "url": "HTTPS://ledger.example/a?utm_source=x", "html": "<p>Shut."}',
    'no JSON',
    '["nor this"]',
    `{"text": "${'x'.repeat(MAX)}"}`,
    '{"text": "the last, without an end"}',
  ].join('\r\n');
  const found = (uri: string) => [
    `${uri}#urn:x : {"uri": "urn:x", "pubstatus": "usable"}\r`,
    `${uri}#7 TEXT: Bridge\n\nShut.`,
    'https://ledger.example/a HTML: <p>Shut.',
    `${uri}#5 UNREADABLE`,
    `${uri}#6 UNREADABLE`,
    `${uri}#7 DOCUMENT_TOO_LONG`,
    `${uri}#8 TEXT: the last, without an end`,
  ];

  it('each line is a document, or a receipt', async () => {
    expect(await ofBytes('/a.jsonl', lines)).toEqual(found('/a.jsonl'));
  });
  it('are known by their content, too', async () => {
    expect(await ofBytes('/lines', lines)).toEqual(found('/lines'));
  });
  it('are text where they are said to be', async () => {
    const bytes = Buffer.from('{"a":1}\n{"b":2}\n');
    const found: unknown[] = [];
    for await (const { from } of expand({ uri: '/a.jsonl', bytes }, { format: 'TEXT' })) found.push(from);
    expect(found).toEqual([{ uri: '/a.jsonl', bytes }]);
  });
  it('packed by gzip, in several members', async () => {
    const packed = Buffer.concat([gzipSync(lines.slice(0, 50)), gzipSync(lines.slice(50))]);
    expect(await ofBytes('/a.jsonl.gz', packed)).toEqual(found('/a.jsonl.gz#a.jsonl'));
  });
});

describe('gzip', () => {
  it('holds a document, which has the name without .gz', async () => {
    expect(await ofBytes('/feed.xml.gz', gzipSync('<rss/>'))).toEqual(['/feed.xml.gz#feed.xml : <rss/>']);
  });
  it('that is cut off or damaged gets a receipt', async () => {
    const packed = gzipSync(Buffer.from(Array.from({ length: 999 }, (_, i) => `${i * 7919} `).join('')));
    expect(await ofBytes('/a.gz', packed.subarray(0, 200))).toEqual(['/a.gz UNREADABLE']);
    expect(await ofBytes('/a.gz', Buffer.from([0x1f, 0x8b, 8, 0]))).toEqual(['/a.gz UNREADABLE']);
  });
  it('that holds more than a document may have gets a receipt, and is not unpacked any further', async () => {
    expect(await ofBytes('/a.txt.gz', gzipSync(Buffer.alloc(50_000_000, 'x')))).toEqual([
      '/a.txt.gz DOCUMENT_TOO_LONG',
    ]);
  });
  it('of a line without end is a bomb', async () => {
    const bomb = gzipSync(Buffer.concat([Buffer.from('{"a":1}\n{"text":"'), Buffer.alloc(100_000_000, 'x')]));
    expect(await ofBytes('/a.jsonl.gz', bomb)).toEqual([
      '/a.jsonl.gz#a.jsonl#1 : {"a":1}',
      '/a.jsonl.gz CONTAINER_LIMIT',
    ]);
  });
  it('in gzip in gzip … is read three deep', async () => {
    const pack = (depth: number): Buffer => (depth === 0 ? Buffer.from('deep') : gzipSync(pack(depth - 1)));
    expect(await ofBytes('/a', pack(3))).toEqual(['/a : deep']);
    expect(await ofBytes('/a', pack(5))).toEqual(['/a CONTAINER_LIMIT']);
  });
});

describe('zip', () => {
  it('holds documents by their paths, and other containers', async () => {
    const inner = zipOf({ 'c.txt': 'c' });
    const zip = zipOf({
      'a.txt': 'a',
      'folder/b ö.txt': 'b',
      '__MACOSX/a.txt': 'x',
      '.hidden/a.txt': 'x',
      'inner.zip': inner,
      'lines.jsonl': '{"id":1,"text":"one"}\n{"id":2,"text":"two"}\n',
      'long.txt': 'x'.repeat(MAX + 1),
    });
    expect(await ofBytes('/z.zip', zip)).toEqual([
      '/z.zip#a.txt : a',
      '/z.zip#folder/b%20ö.txt : b',
      '/z.zip#inner.zip#c.txt : c',
      '/z.zip#lines.jsonl#1 TEXT: one',
      '/z.zip#lines.jsonl#2 TEXT: two',
      '/z.zip#long.txt DOCUMENT_TOO_LONG',
    ]);
  });
  it('whose names lead out of it', async () => {
    const zip = zipOf({ 'aa/../../x.txt': 'x', '../y.txt': 'y', '/etc/x': 'z', 'ok.txt': 'ok' });
    expect(await ofBytes('/z.zip', zip)).toEqual([
      '/z.zip#aa/../../x.txt ENTRY_NAME_INVALID',
      '/z.zip#../y.txt ENTRY_NAME_INVALID',
      '/z.zip#/etc/x ENTRY_NAME_INVALID',
      '/z.zip#ok.txt : ok',
    ]);
  });
  it('without files, or that is cut off', async () => {
    expect(await ofBytes('/z.zip', zipOf({}))).toEqual(['/z.zip NO_DOCUMENTS']);
    expect(await ofBytes('/z.zip', zipOf({ 'a.txt': 'a' }).subarray(0, 40))).toEqual(['/z.zip UNREADABLE']);
  });
  it('that unfolds to a multiple of its length is a bomb', async () => {
    const zip = zipOf({ 'a.txt': Buffer.alloc(90_000_000), 'b.txt': 'b' });
    expect(await ofBytes('/z.zip', zip)).toEqual(['/z.zip CONTAINER_LIMIT']);
  });
});

describe('WARC', () => {
  const warc = warcOf([
    { type: 'warcinfo', id: 'i', body: 'software: x' },
    { type: 'request', id: 'q', url: 'https://ledger.example/a', http: 'GET /a HTTP/1.1', body: '' },
    {
      type: 'response',
      id: 'r1',
      url: 'https://ledger.example/a',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=utf-8',
      body: '<p>Shut.',
    },
    {
      type: 'response',
      id: 'r2',
      url: 'https://ledger.example/a.png',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: image/png',
      body: 'x',
    },
    {
      type: 'response',
      id: 'r3',
      url: 'https://ledger.example/old',
      http: 'HTTP/1.1 301 Moved\r\nContent-Type: text/html',
      body: '<p>Moved',
    },
    {
      type: 'response',
      id: 'r4',
      url: 'https://ledger.example/b',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=windows-1251',
      body: Buffer.from([0x3c, 0x70, 0x3e, 0xcc, 0xee]),
    },
    {
      type: 'response',
      id: 'r5',
      url: 'https://ledger.example/c',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nTransfer-Encoding: chunked',
      body: '6\r\n<p>One\r\n4\r\n two\r\n0\r\n\r\n',
    },
    {
      type: 'response',
      id: 'r6',
      url: 'https://ledger.example/d',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip',
      body: gzipSync('<p>Packed'),
    },
    {
      type: 'response',
      id: 'r7',
      url: 'https://ledger.example/e',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html',
      body: 'x'.repeat(MAX + 1),
    },
    {
      type: 'response',
      id: 'r8',
      url: 'https://ledger.example/f',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip',
      body: gzipSync(Buffer.alloc(1_000_000)),
    },
    { type: 'resource', id: 's', url: 'https://ledger.example/g', contentType: 'text/html', body: '<p>Resource' },
  ]);
  const found = (uri: string) => [
    'https://ledger.example/a HTML: <p>Shut.',
    'https://ledger.example/b HTML: <p>Мо',
    'https://ledger.example/c HTML: <p>One two',
    'https://ledger.example/d HTML: <p>Packed',
    `${uri}#urn:uuid:r7 DOCUMENT_TOO_LONG`,
    `${uri}#urn:uuid:r8 DOCUMENT_TOO_LONG`,
    'https://ledger.example/g HTML: <p>Resource',
  ];

  it('holds pages', async () => {
    expect(await ofBytes('/c.warc', Buffer.concat(warc))).toEqual(found('/c.warc'));
  });
  it('packed record by record', async () => {
    expect(await ofBytes('/c.warc.gz', Buffer.concat(warc.map((record) => gzipSync(record))))).toEqual(
      found('/c.warc.gz'),
    );
  });
  it('that is damaged gets a receipt after what was read', async () => {
    const broken = Buffer.concat([...warc.slice(0, 3), Buffer.from('This is no record.\r\n\r\nNor this.\r\n\r\n')]);
    expect(await ofBytes('/c.warc', broken)).toEqual(['https://ledger.example/a HTML: <p>Shut.', '/c.warc UNREADABLE']);
    const endless = Buffer.concat([...warc.slice(0, 3), Buffer.from('WARC/1.0\r\n'), Buffer.alloc(3_000_000, 'x')]);
    expect(await ofBytes('/c.warc', endless)).toEqual([
      'https://ledger.example/a HTML: <p>Shut.',
      '/c.warc UNREADABLE',
    ]);
  });
  it('without pages', async () => {
    expect(await ofBytes('/c.warc', Buffer.concat(warc.slice(0, 2)))).toEqual(['/c.warc NO_DOCUMENTS']);
  });
});

describe('files', () => {
  let folder: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'newsgraph-expand-'));
  });
  afterEach(() => rmSync(folder, { recursive: true, force: true }));
  const ofFile = (name: string, content: Uint8Array | string) => {
    const path = join(folder, name);
    writeFileSync(path, content);
    return expanded({ path, uri: path, size: content.length, problem: null });
  };

  it('that are containers are read from the disk, others are left to whoever reads them', async () => {
    expect(await ofFile('a.txt', 'The bridge.')).toEqual([`${join(folder, 'a.txt')} the file`]);
    expect(await ofFile('a.zip', zipOf({ 'a.txt': 'a' }))).toEqual([`${join(folder, 'a.zip')}#a.txt : a`]);
    expect(await ofFile('a.jsonl', '{"id":1,"text":"one"}')).toEqual([`${join(folder, 'a.jsonl')}#1 TEXT: one`]);
  });
  it('a file that is gone is left to whoever reads it', async () => {
    const path = join(folder, 'gone');
    expect(await expanded({ path, uri: path, size: 3, problem: null })).toEqual([`${path} the file`]);
  });
});

it('whatever becomes of the bytes of a container: documents and receipts, and an end', async () => {
  const zip = zipOf({ 'a.txt': 'a', 'b.jsonl.gz': gzipSync('{"id":1,"text":"one"}\n{"id":2,"text":"two"}\n') });
  const warc = warcOf([
    {
      type: 'response',
      id: 'r',
      url: 'https://a.example/',
      http: 'HTTP/1.1 200 OK\r\nContent-Type: text/html',
      body: '<p>x',
    },
  ]);
  const samples = [
    zip,
    gzipSync('{"id":1}\n{"id":2}\n'),
    Buffer.concat(warc),
    gzipSync(Buffer.concat(warc)),
    Buffer.from('{"id":1}\n{"id":2}\n'),
  ];
  await fc.assert(
    fc.asyncProperty(fc.constantFrom(...samples).chain(damagedBytes), async (bytes) => {
      expect((await ofBytes('/x', bytes)).length).toBeGreaterThan(0);
    }),
    { numRuns: 500 },
  );
});
