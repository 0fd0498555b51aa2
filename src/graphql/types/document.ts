import type { Problem as ProblemShape } from '../../domain/problem.ts';
import { builder } from '../builder.ts';
import { DocumentFormat } from './enums.ts';
import { Document } from './refs.ts';

export const Problem = builder.objectRef<ProblemShape>('Problem').implement({
  description: 'Something that a reader should know about a document: what had to be guessed, left out or refused.',
  fields: (t) => ({
    code: t.exposeString('code', { description: 'For programs; stable: CHARSET_GUESSED, LANGUAGE_NOT_SUPPORTED, …' }),
    message: t.exposeString('message', { description: 'For people: one sentence.' }),
  }),
});

Document.implement({
  description: 'The bytes that an article was read from, and what read them.',
  fields: (t) => ({
    uri: t.exposeString('uri', {
      description:
        'Absolute path or URL that it was read from; an item of a container is container#guid; without one urn:sha256:…',
    }),
    format: t.expose('format', { type: DocumentFormat, description: 'What it was written in.' }),
    sha256: t.exposeString('sha256', {
      description: 'Of its bytes, lower-case hexadecimal: tells whether they have changed.',
    }),
    ingestedAt: t.expose('ingestedAt', { type: 'DateTime', description: 'When its bytes were last taken in.' }),
    extractorVersion: t.exposeString('extractorVersion', {
      description: 'The version of the extractor that found what the article holds; another one may find other things.',
    }),
    problems: t.field({
      type: [Problem],
      description: 'What had to be guessed or left out when it was taken in; empty when all went well.',
      resolve: ({ problems }) => problems,
    }),
  }),
});
