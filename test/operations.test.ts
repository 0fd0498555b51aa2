import { existsSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { CONFIG_VARIABLES } from '../src/config.ts';

const text = readFileSync('docs/operations.md', 'utf8');

describe('docs/operations.md', () => {
  it('names variables that there are', () => {
    const named = new Set(
      [...text.matchAll(/`([A-Z]+(?:_[A-Z]+)+|PROXIES|READING)(?:=[^`]*)?`/g)].map(([, name]) => name ?? ''),
    );
    const others = ['NODE_ENV'];
    expect([...named].filter((name) => !CONFIG_VARIABLES.includes(name) && !others.includes(name))).toEqual([]);
  });

  it('has every limit, with its default', () => {
    const rows = [...text.matchAll(/^\| `([A-Z_]+)` \| ([\d,]+)/gm)];
    const defaults = new Map(
      [...readFileSync('.env.example', 'utf8').matchAll(/^([A-Z_]+)=(\d+)$/gm)].map(([, name, value]) => [name, value]),
    );
    for (const [, name, value] of rows) expect(value?.replaceAll(',', ''), name).toBe(defaults.get(name));
    const documented = new Set(rows.map(([, name]) => name));
    const limits = CONFIG_VARIABLES.filter(
      (name) => /^MAX_|_TIMEOUT_MS$|^RATE_LIMIT$/.test(name) && name !== 'MAX_DOCUMENT_BYTES',
    );
    expect(limits.filter((name) => !documented.has(name))).toEqual([]);
  });

  it('names tests that there are', () => {
    const files = [...text.matchAll(/`((?:server|graphql)\/[\w-]+\.test\.ts)`/g)].map(([, file]) => file);
    expect(files.length).toBeGreaterThan(20);
    expect(files.filter((file) => !existsSync(`test/${file}`))).toEqual([]);
  });
});
