import { z } from 'zod';

/** A text with what kind of text it is; 1.x has these as `headline`, `body_xhtml`, `description_text`. */
export interface NinjsText {
  /** 'main', 'text', 'xhtml', 'caption' …; '' when it says nothing. */
  readonly role: string;
  readonly isMarkup: boolean;
  readonly value: string;
}

/** A party or a subject. */
export interface NinjsConcept {
  readonly name: string;
  /** What it is to the item: 'publisher', 'partOf'; '' when it does not say. */
  readonly role: string;
  /** Its code in some vocabulary, without the vocabulary's name; '' when it has none. */
  readonly code: string;
}

/** What all versions of ninjs say of an item, in the words of version 3. Left out: what nobody reads here. */
export interface NinjsItem {
  readonly uri: string;
  readonly type: string | undefined;
  readonly representationType: string | undefined;
  readonly firstCreated: string | undefined;
  readonly versionCreated: string | undefined;
  readonly contentCreated: string | undefined;
  readonly embargoedUntil: string | undefined;
  readonly pubStatus: string | undefined;
  readonly language: string | undefined;
  readonly title: string | undefined;
  readonly by: string | undefined;
  readonly copyrightHolder: string | undefined;
  readonly headlines: readonly NinjsText[];
  readonly descriptions: readonly NinjsText[];
  readonly bodies: readonly NinjsText[];
  readonly infoSources: readonly NinjsConcept[];
  readonly subjects: readonly NinjsConcept[];
  /** The address of a picture. */
  readonly image: string | undefined;
}

const text = z.string().optional().catch(undefined);
/** What is held back by it must not slip through because it is written as a number or a list. */
const statement = z.preprocess((value) => (value == null ? undefined : String(value)), z.string().optional());

const Text = z
  .object({ role: text, contenttype: text, value: z.string() })
  .transform(({ role = '', contenttype = '', value }) => ({
    role,
    isMarkup: /html|xml|nitf/i.test(contenttype) || /html/i.test(role),
    value,
  }));

const Concept = z
  .object({ name: z.string(), role: text, rel: text, code: text, literal: text, uri: text })
  .transform(({ name, role, rel, code, literal, uri }) => ({
    name,
    role: role ?? rel ?? '',
    code: (code ?? literal ?? uri ?? '').split(/[/:#]/).at(-1) ?? '',
  }));

const Rendition = z.object({ href: z.string(), contenttype: text, mimetype: text });

/** Those elements of a list that are what they should be. */
function listOf<T extends z.ZodType>(element: T) {
  return z.preprocess(
    (list) =>
      (Array.isArray(list) ? list : []).flatMap((value) => {
        const parsed = element.safeParse(withLowerCaseKeys(value));
        return parsed.success ? [parsed.data] : [];
      }),
    z.array(z.custom<z.output<T>>()),
  );
}

const Item = z.looseObject({
  uri: z.string().trim().min(1),
  type: text,
  representationtype: text,
  firstcreated: text,
  versioncreated: text,
  contentcreated: text,
  embargoed: statement,
  embargoeduntil: statement,
  pubstatus: statement,
  language: text,
  title: text,
  headline: text,
  by: text,
  byline: text,
  copyrightholder: text,
  headlines: listOf(Text),
  descriptions: listOf(Text),
  bodies: listOf(Text),
  infosource: listOf(Concept),
  infosources: listOf(Concept),
  subject: listOf(Concept),
  subjects: listOf(Concept),
  renditions: z.preprocess(
    (value) => (Array.isArray(value) || typeof value !== 'object' || value === null ? value : Object.values(value)),
    listOf(Rendition),
  ),
});

/**
 * Reads an item of ninjs 1.x, 2.x or 3.x, whose names differ by capitals and plurals. Fields that are unknown, or not what
 * they should be, are passed over.
 * @returns null for what has no `uri`: that alone makes an item.
 */
export function parseNinjsItem(value: unknown): NinjsItem | null {
  const parsed = Item.safeParse(withLowerCaseKeys(value));
  if (!parsed.success) return null;
  const { data: item } = parsed;
  return {
    uri: item.uri,
    type: item.type,
    representationType: item.representationtype,
    firstCreated: item.firstcreated,
    versionCreated: item.versioncreated,
    contentCreated: item.contentcreated,
    embargoedUntil: item.embargoeduntil ?? item.embargoed,
    pubStatus: item.pubstatus,
    language: item.language,
    title: item.title,
    by: item.by ?? item.byline,
    copyrightHolder: item.copyrightholder,
    headlines: [...textsNamed(item, 'headline'), ...item.headlines],
    descriptions: [...textsNamed(item, 'description'), ...item.descriptions],
    bodies: [...textsNamed(item, 'body'), ...item.bodies],
    infoSources: [...item.infosource, ...item.infosources],
    subjects: [...item.subject, ...item.subjects],
    image: item.renditions.find(
      ({ href, contenttype, mimetype }) =>
        /^image\//.test(contenttype ?? mimetype ?? '') || /\.(?:jpe?g|png|webp)$/i.test(href),
    )?.href,
  };
}

/** The texts that 1.x has as properties: `body_text`, `body_xhtml`, `headline`; the plain one first. */
function textsNamed(item: Readonly<Record<string, unknown>>, name: string): NinjsText[] {
  return Object.entries(item)
    .flatMap(([key, value]) => {
      if (typeof value !== 'string' || (key !== name && !key.startsWith(`${name}_`))) return [];
      return [{ role: key.slice(name.length + 1), isMarkup: /html|xml|nitf/.test(key), value }];
    })
    .sort((a, b) => a.role.length - b.role.length);
}

function withLowerCaseKeys(value: unknown): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key.toLowerCase(), each]));
}
