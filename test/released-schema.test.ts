import { readdirSync, readFileSync } from 'node:fs';
import { buildSchema, findBreakingChanges } from 'graphql';
import { describe, expect, it } from 'vitest';

const root = new URL('../', import.meta.url);
const read = (path: string) => readFileSync(new URL(path, root), 'utf8');

/** What would break clients of the last release, and is not owned up to. */
function undeclaredBreaks(current: string, changesets: readonly string[]): string[] {
  const isDeclared = changesets.some((changeset) => /^(['"]?)newsgraph\1: major$/m.test(changeset));
  if (isDeclared) return [];
  const released = buildSchema(read('docs/released-schema.graphql'));
  return findBreakingChanges(released, buildSchema(current)).map(({ description }) => description);
}

describe('the schema', () => {
  const current = read('schema.graphql');
  const broken = current.replace(/(\ntype Article implements [\s\S]*?\n {2}headline: )String!/, '$1Int!');

  it('serves the clients of the last release, unless a changeset of the kind major says otherwise', () => {
    const folder = new URL('.changeset/', root);
    const changesets = readdirSync(folder).filter((name) => name.endsWith('.md'));
    expect(
      undeclaredBreaks(
        current,
        changesets.map((name) => read(`.changeset/${name}`)),
      ),
    ).toEqual([]);
  });

  it('is found out when it would not', () => {
    const minor = "---\n'newsgraph': minor\n---\n\nHeadlines are numbers now.\n";
    expect(undeclaredBreaks(broken, [minor])).toEqual(['Article.headline changed type from String! to Int!.']);
    expect(undeclaredBreaks(broken, [minor.replace('minor', 'major')])).toEqual([]);
  });
});
