import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { FoundDocument } from '../../src/ingest/find-documents.ts';
import { findDocuments, readDocumentFile } from '../../src/ingest/find-documents.ts';

let root: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'newsgraph-find-'));
  chmodSync(root, 0o755);
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

function file(path: string, content = 'x'): string {
  const full = join(root, path);
  mkdirSync(join(full, '..'), { recursive: true });
  writeFileSync(full, content);
  return full;
}

/** What is found below the given paths of the temporary folder: path, and code of the problem. */
async function find(...paths: string[]): Promise<string[]> {
  const found: string[] = [];
  for await (const { path, problem } of findDocuments(paths.map((path) => join(root, path)))) {
    found.push(`${relative(root, path)}${problem ? ` ${problem.code}` : ''}`);
  }
  return found;
}

async function first(path: string): Promise<FoundDocument> {
  for await (const found of findDocuments([path])) return found;
  throw new Error(`nothing found at ${path}`);
}

/** Runs as a user without rights of its own, since root may read everything. */
async function asNobody<T>(run: () => Promise<T>): Promise<T> {
  if (process.geteuid?.() !== 0) return run();
  process.seteuid?.(65_534);
  try {
    return await run();
  } finally {
    process.seteuid?.(0);
  }
}

describe('findDocuments', () => {
  it('finds what folders hold, sorted by name, whatever the depth', async () => {
    for (const path of ['d/b.txt', 'd/a/z.txt', 'd/a/y/x.txt', 'd/a.txt', 'd/C.txt', 'd/no-extension']) file(path);
    expect(await find('d')).toEqual(['d/C.txt', 'd/a/y/x.txt', 'd/a/z.txt', 'd/a.txt', 'd/b.txt', 'd/no-extension']);
  });

  it('takes paths in the order given, files and folders alike', async () => {
    file('b.txt');
    file('a/c.txt');
    expect(await find('b.txt', 'a', 'a')).toEqual(['b.txt', 'a/c.txt', 'a/c.txt']);
  });

  it('gives absolute, normalised URIs', async () => {
    const full = file('a/b.txt');
    const found = await first(`${relative(process.cwd(), join(root, 'a'))}/../a/./`);
    expect(found).toMatchObject({ uri: full, problem: null });
  });

  it('passes over hidden files and folders, unless they are given', async () => {
    for (const path of ['d/.DS_Store', 'd/.git/config', 'd/a.txt', '.hidden/b.txt']) file(path);
    expect(await find('d')).toEqual(['d/a.txt']);
    expect(await find('d/.DS_Store', '.hidden')).toEqual(['d/.DS_Store', '.hidden/b.txt']);
  });

  it('follows links, but no circle of them', async () => {
    const target = file('elsewhere/a.txt');
    mkdirSync(join(root, 'd'));
    symlinkSync(target, join(root, 'd/link.txt'));
    symlinkSync(root, join(root, 'd/up'));
    symlinkSync(join(root, 'd/gone'), join(root, 'd/broken'));
    expect(await find('d')).toEqual(['d/broken UNREADABLE', 'd/link.txt', 'd/up/elsewhere/a.txt']);
  });

  it('says so when there is nothing at a path, and goes on', async () => {
    file('a.txt');
    mkdirSync(join(root, 'empty'));
    expect(await find('missing', 'a.txt/below', 'empty', 'a.txt')).toEqual([
      'missing UNREADABLE',
      'a.txt/below UNREADABLE',
      'empty NO_DOCUMENTS',
      'a.txt',
    ]);
    expect((await first(join(root, 'missing'))).problem?.message).toBe('there is no such file or folder');
  });

  it('goes past a folder without rights', async () => {
    for (const path of ['d/a.txt', 'd/locked/b.txt', 'd/z.txt']) file(path);
    chmodSync(join(root, 'd/locked'), 0);
    const found = await asNobody(() => find('d'));
    chmodSync(join(root, 'd/locked'), 0o755);
    expect(found).toEqual(['d/a.txt', 'd/locked UNREADABLE', 'd/z.txt']);
  });

  it('opens no pipe', async () => {
    file('d/a.txt');
    execFileSync('mkfifo', [join(root, 'd/pipe')]);
    expect(await find('d', 'd/pipe')).toEqual(['d/a.txt', 'd/pipe UNREADABLE']);
  });
});

describe('readDocumentFile', () => {
  it('gives the bytes', async () => {
    const full = file('a.txt', 'naïve');
    expect(await readDocumentFile(await first(full))).toEqual({ uri: full, bytes: Buffer.from('naïve') });
  });

  it('does not read a file that is too long', async () => {
    const full = file('a.txt');
    truncateSync(full, 2 ** 40);
    await expect(readDocumentFile(await first(full))).rejects.toMatchObject({
      code: 'DOCUMENT_TOO_LONG',
      message: `the document has ${2 ** 40} bytes; at most 5242880 are read`,
    });
    await expect(readDocumentFile(await first(file('b.txt', 'four')), 3)).rejects.toMatchObject({
      code: 'DOCUMENT_TOO_LONG',
    });
  });

  it('rejects what was found with a problem, or has gone since', async () => {
    const unreadable = { code: 'UNREADABLE', message: 'there is no such file or folder' };
    await expect(readDocumentFile(await first(join(root, 'missing')))).rejects.toMatchObject(unreadable);
    const found = await first(file('a.txt'));
    rmSync(found.path);
    await expect(readDocumentFile(found)).rejects.toMatchObject(unreadable);
  });

  it('rejects a file without rights', async () => {
    const full = file('a.txt');
    chmodSync(full, 0);
    const found = await first(full);
    await expect(asNobody(() => readDocumentFile(found))).rejects.toMatchObject({
      code: 'UNREADABLE',
      message: 'permission to read it is denied',
    });
  });
});
