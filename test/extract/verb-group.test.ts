import { describe, expect, it } from 'vitest';
import { verbGroup } from '../../src/extract/verb-group.ts';

describe('a reporting verb with its auxiliaries and adverbs', () => {
  it.each([
    ['The mayor has said so.', 'said', 'has said'],
    ['The mayor has repeatedly said so.', 'said', 'has repeatedly said'],
    ['The mayor also said so.', 'said', 'also said'],
    ['The mayor did not say so.', 'say', 'did not say'],
    ['The mayor didn’t say so.', 'say', 'didn’t say'],
    ['The pier is expected to close.', 'expected', 'is expected'],
    ['The mayor would have said so.', 'said', 'would have said'],
    ['The mayor said so.', 'said', 'said'],
    ['The family said so.', 'said', 'said'],
    ['Italy said so.', 'said', 'said'],
    ['According to the mayor, it is.', 'According to', 'According to'],
    ['What he has, he said.', 'said', 'said'],
    ['The mayor’s claim that it is', 'claim', 'claim'],
  ])('%s', (body, verb, expected) => {
    const start = body.indexOf(verb);
    const group = verbGroup(body, { start, end: start + verb.length });
    expect(body.slice(group.start, group.end)).toBe(expected);
  });
});
