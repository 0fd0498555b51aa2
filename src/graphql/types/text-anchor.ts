import type { TextAnchor as TextAnchorShape } from '../../domain/text-anchor.ts';
import { builder } from '../builder.ts';

export const TextAnchor = builder.objectRef<TextAnchorShape>('TextAnchor').implement({
  description:
    'A place in Article.body, in UTF-16 code units, as JavaScript counts them: body.slice(start, end) === exact, always. ' +
    'The words of the W3C Web Annotation selectors.',
  fields: (t) => ({
    exact: t.exposeString('exact', { description: 'The words at the place.' }),
    start: t.exposeInt('start', { description: 'Offset of the first UTF-16 code unit, from 0.' }),
    end: t.exposeInt('end', { description: 'Offset behind the last UTF-16 code unit.' }),
    prefix: t.exposeString('prefix', { description: 'Up to 32 code units before it; empty at the start of the body.' }),
    suffix: t.exposeString('suffix', { description: 'Up to 32 code units behind it; empty at the end of the body.' }),
  }),
});
