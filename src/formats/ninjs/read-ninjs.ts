import { createHash } from 'node:crypto';
import { canonicalUrl } from '../../domain/canonical-url.ts';
import type { ArticleFields, Document, PubStatus, RawDocument } from '../../domain/document.ts';
import type { Problem } from '../../domain/problem.ts';
import { DocumentRejected } from '../../domain/problem.ts';
import { parseCredits } from '../../text/credits.ts';
import { parseDate } from '../../text/date-text.ts';
import { decodeText } from '../../text/decode.ts';
import { lineOfText, paragraphsOfMarkup, paragraphsOfText } from '../../text/markup.ts';
import type { Candidates } from '../fields/candidates.ts';
import { candidate } from '../fields/candidates.ts';
import { chooseFields } from '../fields/choose-fields.ts';
import type { Format, FormatOptions, ReadItem } from '../format.ts';
import { itemUri } from '../item-uri.ts';
import { parseJson, TOO_DEEP, written } from '../parse-json.ts';
import type { NinjsItem, NinjsText } from './ninjs-item.ts';
import { parseNinjsItem } from './ninjs-item.ts';

/** What only ninjs has beside `uri`, in the spellings of its versions. */
const NINJS_KEY =
  /"(?:uri|pubstatus|representationtype|(?:first|version|content)created|embargoed(?:until)?|infosources?|altids|bodies|body_\w+|headlines|description_\w+|copyright(?:holder|notice)|usageterms|slugline|ednote|trustindicators?|renditions|associations|\$?standard)"\s*:/gi;

/** From the start of a day in UTC to its end twelve hours west. */
const LONGEST_DAY_MS = 36 * 3_600_000;

/** What is the same for all items of a document. */
interface Setting {
  readonly problems: readonly Problem[];
  readonly now: Date | null;
}

/** IPTC ninjs 1.x, 2.x and 3.x: one item, or an array of items. */
export const ninjsFormat: Format = {
  name: 'NINJS',
  detects({ head }) {
    if (!/^(?:\{|\[\s*\{)/.test(head) || /"@(?:context|type|graph|id)"\s*:|jsonfeed\.org\/version/.test(head))
      return false;
    const keys = new Set([...head.matchAll(NINJS_KEY)].map(([key]) => key.toLowerCase()));
    return keys.size >= 2;
  },
  read: readNinjs,
};

/**
 * Reads an item or an array of items.
 * - body: the one of `bodies` (`body_text`, `body_xhtml`) that keeps the paragraphs; without any the description, and the
 *   article is then truncated;
 * - date: `contentCreated` of a text is when it was written, so `firstCreated`, else `versionCreated`, else `contentCreated`;
 * - publisher: the information source that is said to publish or provide it, else the holder of the copyright, else the
 *   first information source, else whose address it has;
 * - section: the subject that is a top-level one of IPTC's, whose code ends in 000000;
 * - what it leaves out is derived: see `chooseFields`;
 * - status: usable unless it says otherwise; what cannot be understood is held back.
 * @throws DocumentRejected UNREADABLE for what is no JSON or no item; the codes of `decodeText`.
 */
function readNinjs(raw: RawDocument, { maxBytes, now }: FormatOptions): readonly ReadItem[] {
  const { text, problems } = decodeText(raw.bytes, maxBytes);
  const setting: Setting = { problems, now: now ?? null };
  const value = parseJson(text);
  if (!Array.isArray(value)) return [readItem(raw.uri, value, text, sha256Of(raw.bytes), setting)];
  if (value.length === 0) throw new DocumentRejected('EMPTY_DOCUMENT', 'the array holds no items');
  return value.map((each: unknown, index) => {
    const uri = itemUri(raw.uri, parseNinjsItem(each)?.uri ?? String(index + 1));
    const content = written(each);
    if (content === undefined) return { uri, rejected: TOO_DEEP };
    try {
      return readItem(uri, each, content, sha256Of(content), setting);
    } catch (error) {
      if (error instanceof DocumentRejected) return { uri, rejected: { code: error.code, message: error.message } };
      throw error;
    }
  });
}

function sha256Of(bytes: Uint8Array | string): string {
  return createHash('sha256').update(bytes).digest('hex');
}

function readItem(uri: string, value: unknown, content: string, sha256: string, setting: Setting): Document {
  const item = parseNinjsItem(value);
  if (!item) throw new DocumentRejected('UNREADABLE', 'it is no ninjs item: it has no uri');
  const status = statusOf(item);
  const url = canonicalUrl(item.uri);
  const text = bodyOf(item, status.pubStatus !== 'USABLE');
  const candidates = candidatesOf(item);
  // Some print the headline above the text again.
  const isRepeated = text.paragraphs.length > 1 && text.paragraphs[0] === candidates.headline[0]?.value;
  const body = text.paragraphs.slice(isRepeated ? 1 : 0).join('\n');
  const { fields, problems } = chooseFields(candidates, { url, body, now: setting.now });
  const article: ArticleFields = {
    ...fields,
    body,
    url,
    image: item.image === undefined ? null : canonicalUrl(item.image),
    isTruncated: text.isTruncated || /^(?:partial|incomplete)$/i.test(item.representationType ?? ''),
    pubStatus: status.pubStatus,
    embargoedUntil: status.embargoedUntil,
  };
  return {
    uri,
    format: 'NINJS',
    sha256,
    content,
    article,
    identity: `ninjs:${item.uri}`,
    // A date may be that of publication and of modification.
    problems: unique([...setting.problems, ...problems, ...status.problems]),
  };
}

function candidatesOf(item: NinjsItem): Candidates {
  const headline = item.headlines.find(({ role }) => role === 'main') ?? item.headlines[0];
  const byline = lineOfText(item.by ?? '');
  const supplier = item.infoSources.find(({ role }) => /publish|provid|distribut|aggregat/i.test(role));
  const publishers = [
    ...candidate(lineOfText(supplier?.name ?? ''), 'NINJS', 'infoSources'),
    ...candidate(lineOfText(item.copyrightHolder ?? ''), 'NINJS', 'copyrightHolder'),
    ...candidate(supplier ? '' : lineOfText(item.infoSources[0]?.name ?? ''), 'NINJS', 'infoSources'),
  ];
  return {
    headline: [
      ...candidate(lineOfText(headline?.value ?? ''), 'NINJS', 'headlines'),
      ...candidate(lineOfText(item.title ?? ''), 'NINJS', 'title'),
    ],
    datePublished: [
      ...candidate(item.firstCreated, 'NINJS', 'firstCreated'),
      ...candidate(item.versionCreated, 'NINJS', 'versionCreated'),
      ...candidate(item.contentCreated, 'NINJS', 'contentCreated'),
    ],
    dateModified: candidate(item.versionCreated, 'NINJS', 'versionCreated'),
    byline: candidate(byline, 'NINJS', 'by').map((each) => ({
      ...each,
      authors: parseCredits(withoutBy(byline))?.authors ?? [],
    })),
    section: candidate(item.subjects.find(({ code }) => /^\d{2}0{6}$/.test(code))?.name, 'NINJS', 'subjects'),
    publisher: publishers.map((each) => ({ ...each, url: null })),
    language: candidate(item.language, 'NINJS', 'language'),
  };
}

function statusOf(item: NinjsItem): Pick<ArticleFields, 'pubStatus' | 'embargoedUntil'> & { problems: Problem[] } {
  const problems: Problem[] = [];
  const stated = item.pubStatus?.trim().toLowerCase() ?? 'usable';
  let pubStatus: PubStatus = 'USABLE';
  if (/^cancell?ed$/.test(stated)) pubStatus = 'CANCELED';
  else if (stated !== 'usable') {
    pubStatus = 'WITHHELD';
    if (stated !== 'withheld') {
      const message = 'pubStatus is none of usable, withheld and canceled: the item is withheld';
      problems.push({ code: 'STATUS_INVALID', message });
    }
  }
  if (item.embargoedUntil === undefined) return { pubStatus, embargoedUntil: null, problems };
  const date = parseDate(item.embargoedUntil);
  if (date?.precision === 'MINUTE' || date?.precision === 'SECOND') {
    return { pubStatus, embargoedUntil: date.date, problems };
  }
  // Without a time or a zone it ends with the day, where the day ends last.
  if (date?.precision === 'DAY') {
    return { pubStatus, embargoedUntil: new Date(date.date.getTime() + LONGEST_DAY_MS), problems };
  }
  const message = 'embargoedUntil is no day or time, so nobody knows when the embargo ends: the item is withheld';
  problems.push({ code: 'STATUS_INVALID', message });
  return { pubStatus: pubStatus === 'USABLE' ? 'WITHHELD' : pubStatus, embargoedUntil: null, problems };
}

/** @param isHeld whether nobody reads it: a notice that takes an item back need not have a text. */
function bodyOf(item: NinjsItem, isHeld: boolean): { paragraphs: string[]; isTruncated: boolean } {
  const whole = fullest(item.bodies);
  if (whole.length > 0) return { paragraphs: whole, isTruncated: false };
  const part = [fullest(item.descriptions), fullest(item.headlines)].find(({ length }) => length > 0) ?? [];
  if (part.length === 0 && !isHeld) throw new DocumentRejected('EMPTY_DOCUMENT', 'the item holds no text');
  return { paragraphs: part, isTruncated: true };
}

/** Of texts that are as long, but for a fifth, the one with most paragraphs: plain ones may have lost them. */
function fullest(texts: readonly NinjsText[]): string[] {
  const read = texts.map(({ isMarkup, value }) => (isMarkup ? paragraphsOfMarkup(value) : paragraphsOfText(value)));
  const lengthOf = (paragraphs: readonly string[]) => paragraphs.reduce((sum, { length }) => sum + length, 0);
  const longest = Math.max(0, ...read.map(lengthOf));
  const full = read.filter((paragraphs) => lengthOf(paragraphs) >= 0.8 * longest);
  return full.reduce((best, each) => (each.length > best.length ? each : best), full[0] ?? []);
}

function withoutBy(byline: string): string {
  return byline.replace(/^(?:by|von|par|por|av|af|di|door)\s+/i, '');
}

function unique(problems: readonly Problem[]): Problem[] {
  return [...new Map(problems.map((problem) => [problem.message, problem])).values()];
}
