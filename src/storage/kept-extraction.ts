import { z } from 'zod';
import { ENTITY_TYPES, MENTION_TYPES } from '../domain/entity.ts';
import type { Extraction } from '../domain/extraction.ts';
import { LINK_RULES } from '../domain/linking.ts';
import { ABSTENTION_REASONS, QUOTE_TYPES } from '../domain/quote.ts';
import { SOURCE_KINDS } from '../domain/source.ts';
import { executeByDriver } from './driver.ts';
import { Prisma } from './generated/client.ts';
import type { ExtractedDocument } from './save-documents.ts';
import type { Transaction } from './transaction.ts';

const index = z.int().nonnegative();
const span = z.object({ start: index, end: index });

const KeptExtraction: z.ZodType<Omit<Extraction, 'problems'>> = z.object({
  entities: z.array(
    z.object({
      key: z.string(),
      link: z.object({ rule: z.enum(LINK_RULES), reason: z.string(), span: span.nullable() }).exactOptional(),
      name: z.string(),
      type: z.enum(ENTITY_TYPES),
      aliases: z.array(z.string()),
      countryCode: z.string().nullable(),
      location: z.object({ latitude: z.number(), longitude: z.number() }).nullable(),
      sameAs: z.array(z.string()),
      salience: z.number(),
    }),
  ),
  mentions: z.array(span.extend({ entity: index, mentionType: z.enum(MENTION_TYPES) })),
  quotes: z.array(
    span.extend({
      content: z.string(),
      quoteType: z.enum(QUOTE_TYPES),
      stretches: z.array(span),
      parts: z.array(span),
      speaker: index.nullable(),
      speakerSpan: span.nullable(),
      cueSpan: span.nullable(),
      addressee: index.nullable(),
      citation: index.nullable(),
      attribution: z.object({
        method: z.string(),
        confidence: z.number(),
        abstained: z.enum(ABSTENTION_REASONS).nullable(),
        evidence: z.array(span),
      }),
    }),
  ),
  sources: z.array(
    z.object({
      key: z.string(),
      name: z.string(),
      kind: z.enum(SOURCE_KINDS),
      domain: z.string().nullable(),
      aliases: z.array(z.string()),
      entity: index.nullable(),
    }),
  ),
  citations: z.array(
    span.extend({
      source: index.nullable(),
      kind: z.enum(SOURCE_KINDS),
      isNamed: z.boolean(),
      cueSpan: span.nullable(),
      via: index.nullable(),
    }),
  ),
});

/** Keeps the machine's answers beside the rows that are made of them. */
export async function keepExtractions(
  tx: Transaction,
  answers: readonly (Pick<ExtractedDocument, 'extraction' | 'prepared'> & { readonly articleId: string })[],
): Promise<void> {
  const rows = answers.map(({ articleId, extraction: { problems: _, ...extraction }, prepared }) => {
    const json = prepared?.extractionJson ?? JSON.stringify(extraction);
    return `{"articleId":"${articleId}","extraction":${json}}`;
  });
  await executeByDriver(
    tx,
    Prisma.sql`
    INSERT INTO "ArticleExtraction" ("articleId", "extraction")
    SELECT * FROM json_to_recordset(${`[${rows.join(',')}]`}::json) AS r("articleId" uuid, "extraction" json)
    ON CONFLICT ("articleId") DO UPDATE SET "extraction" = excluded."extraction"`,
  );
}

/** The machine's answer; null for an article that has to be read again first, by this version. */
export async function keptExtraction(tx: Transaction, articleId: string): Promise<Extraction | null> {
  const row = await tx.articleExtraction.findUnique({ where: { articleId } });
  return KeptExtraction.safeParse(row?.extraction).data ?? null;
}
