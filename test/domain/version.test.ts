import { expect, it } from 'vitest';
import type { VersionOfText, VersionQuote } from '../../src/domain/version.ts';
import { compareVersions } from '../../src/domain/version.ts';

const quote = (content: string, speaker: string | null = null, exact = content): VersionQuote => ({
  content,
  exact,
  quoteType: 'DIRECT',
  speaker,
  speakerId: speaker === null ? null : `id of ${speaker}`,
  speakerText: speaker,
});
const version = (body: string, ...quotes: VersionQuote[]): VersionOfText => ({ headline: 'The pier', body, quotes });
const NOTHING = {
  quotesAdded: [],
  quotesRemoved: [],
  speakersAdded: [],
  speakersRemoved: [],
  figuresAdded: [],
  figuresRemoved: [],
};
const safe = quote('It is safe.', 'Ada Quill');
const unsafe = quote('It is not.', 'Tom Tull');

it.each<[string, VersionOfText, VersionOfText, object]>([
  ['the same text', version('“It is safe.”', safe), version('“It is safe.”', safe), {}],
  [
    'a quote that comes, with its speaker',
    version('“It is safe.”', safe),
    version('“It is safe.” “It is not.”', safe, unsafe),
    { quotesAdded: [unsafe], speakersAdded: ['Tom Tull'] },
  ],
  [
    'a quote that goes, of somebody who goes on speaking',
    version('“It is safe.” “Come.”', safe, quote('Come.', 'Ada Quill')),
    version('“It is safe.”', safe),
    { quotesRemoved: [quote('Come.', 'Ada Quill')] },
  ],
  [
    'a quote that is given to somebody else',
    version('“It is safe.”', safe),
    version('“It is safe.”', quote('It is safe.', 'Jo Marsh')),
    {
      quotesAdded: [quote('It is safe.', 'Jo Marsh')],
      quotesRemoved: [safe],
      speakersAdded: ['Jo Marsh'],
      speakersRemoved: ['Ada Quill'],
    },
  ],
  ['words that stand there still, found as a quote or not', version('It is safe.', safe), version('It is safe.'), {}],
  [
    'other marks and blanks',
    version('“It’s safe.”', quote('It’s safe.')),
    version('"It\'s  safe."', quote("It's  safe.")),
    {},
  ],
  [
    'a speaker without a name: quotes differ, speakers do not',
    version('“Yes.”', quote('Yes.')),
    version('“No.”', quote('No.')),
    { quotesAdded: [quote('No.')], quotesRemoved: [quote('Yes.')] },
  ],
  [
    'figures, in the order of the text, each once',
    version('12 people died. It cost $3 million.'),
    version('14 people died, 14 people. It cost $3 million, twelve boats sank.'),
    { figuresAdded: ['14 people', 'twelve boats'], figuresRemoved: ['12 people'] },
  ],
  ['another spelling of a figure', version('Twelve people died.'), version('12 people died.'), {}],
  ['dates', version('On 3 May 2015.'), version('On 4 May 2016.'), {}],
])('%s', (_name, former, next, changes) => {
  expect(compareVersions(former, next)).toEqual({ ...NOTHING, ...changes });
});

it('figures of the headline count', () => {
  const former = { ...version(''), headline: '12 dead' };
  expect(compareVersions(former, { ...former, headline: '14 dead' })).toMatchObject({
    figuresAdded: ['14'],
    figuresRemoved: ['12'],
  });
});
