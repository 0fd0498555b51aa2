import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { extractLine } from '../../src/extract/json-lines.ts';
import type { Scored } from './scorer.ts';
import { CORPORA } from './scorer.ts';

const CorpusLine = z.object({ id: z.string(), text: z.string() });

/** Every article of a corpus with what `newsgraph extract` answers to its text. */
export function answersTo(path: string): Scored[] {
  return readFileSync(`${CORPORA}${path}`, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((gold) => {
      const { id, text } = CorpusLine.parse(JSON.parse(gold));
      return { gold, prediction: JSON.stringify(extractLine(JSON.stringify({ id, text }), 1)) };
    });
}
