import { z } from 'zod';

/** What extraction must find in a document: the form of ../shared/gold. */
export const Gold = z.object({
  document: z.string(),
  article: z.looseObject({}),
  stretches: z.array(
    z.object({
      starts: z.string(),
      ends: z.string(),
      quoteType: z.string(),
      speaker: z.string().nullable(),
      speakerText: z.string(),
      cue: z.string(),
      addressee: z.string().optional(),
      abstained: z.string().optional(),
      sameQuoteAs: z.string().optional(),
    }),
  ),
  notStretches: z.array(z.string()),
  entities: z.array(
    z.object({
      name: z.string().optional(),
      nameContains: z.string().optional(),
      type: z.string().optional(),
      typeIn: z.array(z.string()).optional(),
      aliases: z.array(z.string()).optional(),
      countryCode: z.string().optional(),
      nameMentions: z.number().optional(),
      mentionsAtLeast: z.number().optional(),
    }),
  ),
  notEntities: z.array(z.object({ name: z.string(), type: z.string().optional() })),
  citations: z.array(
    z.object({
      source: z.string().optional(),
      sourceContains: z.string().optional(),
      phrase: z.string().optional(),
      phraseContains: z.string().optional(),
      kind: z.string().optional(),
      isNamed: z.boolean(),
      via: z.string().optional(),
      cue: z.string(),
      quoteStarts: z.string().optional(),
    }),
  ),
});
