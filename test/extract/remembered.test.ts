import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { personWords } from '../../src/extract/entities/coreference/person-names.ts';
import { genderOfName } from '../../src/extract/entities/gazetteer/first-names.ts';
import { lookupKey } from '../../src/extract/entities/gazetteer/lookup-key.ts';
import { nameLists } from '../../src/extract/entities/known-lists.ts';
import { organizationName } from '../../src/extract/entities/linking/organization-key.ts';
import { organizationBase } from '../../src/extract/entities/qualifiers.ts';
import { wordForm } from '../../src/extract/entities/word-forms.ts';
import { isCommonWord } from '../../src/text/tokens.ts';

setFlagsFromString('--expose-gc');
const collectGarbage = z.custom<() => void>((gc) => typeof gc === 'function').parse(runInNewContext('gc'));

function heapUsed(): number {
  collectGarbage();
  return process.memoryUsage().heapUsed;
}

const TEXTS = 50;
const LENGTH = 1_000_000;

describe('what is remembered of a name', () => {
  const functions = [
    personWords,
    genderOfName,
    lookupKey,
    nameLists,
    organizationName,
    organizationBase,
    wordForm,
    isCommonWord,
  ];
  // Functions that `remembered` gives have no name of their own.
  it.each(functions)('keeps no text that the name stood in: function %$', (tell) => {
    const name = (n: number) => `Wrenquarcorson${String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26))}`;
    tell('Wrenquarcorson');
    const before = heapUsed();
    for (let n = 0; n < TEXTS; n++) {
      const text = Buffer.alloc(LENGTH, `${name(n)} `).toString('latin1');
      tell(text.slice(0, name(n).length));
    }
    expect(heapUsed() - before).toBeLessThan((TEXTS * LENGTH) / 4);
  });
});
