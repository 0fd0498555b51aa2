/** A number with its unit, as a text has it. */
export interface Figure {
  /** The words of the text: '$3.5 million', 'Twelve people', '40%'. */
  readonly exact: string;
  /** The same for all spellings of one figure: '12 people', '40 percent'. */
  readonly key: string;
}

const UNITS = 'one two three four five six seven eight nine'.split(' ');
const TEENS = 'ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen'.split(' ');
const TENS = 'twenty thirty forty fifty sixty seventy eighty ninety'.split(' ');
/** 'One' alone is a pronoun more often than a number. */
const WORD_NUMBERS: ReadonlyMap<string, number> = new Map([
  ...UNITS.slice(1).map((word, i) => [word, i + 2] as const),
  ...TEENS.map((word, i) => [word, i + 10] as const),
  ...TENS.flatMap((ten, i) =>
    ['', ...UNITS].map((unit, j) => [unit === '' ? ten : `${ten}-${unit}`, i * 10 + 20 + j] as const),
  ),
]);
const MAGNITUDES = 'hundred|thousand|million|billion|trillion|dozen|bn|mn';
const MONTHS =
  'jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?';

/** Units that say what is counted without being the name of a thing in the plural. */
const PERCENT = /^(?: ?%| per ?cent(?:age points?)?\b| percentage points?\b)/i;
const ABBREVIATIONS = /^ ?(?:km²?|kg|mph|km\/h|kph|cm|mm|ft|lbs?|mw|gw|kw|tb|gb|°[CF]?)(?![\p{L}\p{N}])/iu;
const IRREGULAR_PLURALS = new Set(
  'people men women children police troops feet staff cattle sheep personnel data'.split(' '),
);

/** Words that end the unit: what follows them is not counted by the number. */
const FUNCTION_WORDS = new Set(
  (
    'a an and are as at but by for from had has have he her his if in into is it its nor of off on or over she so than that the their ' +
    'then they this to was we were what when where which while who will with would yes us thus plus minus as across less perhaps always'
  ).split(' '),
);

const NUMBER = new RegExp(
  [
    String.raw`(?<![\p{L}\p{N}.,:/-])`,
    '(?<currency>(?:US|A|C|NZ|HK)?[$€£¥₹] ?)?',
    String.raw`(?<number>\d{1,3}(?:,\d{3})+(?:\.\d+)?|\d+(?:\.\d+)?|(?:${[...WORD_NUMBERS.keys()].reverse().join('|')})(?![\p{L}-]))`,
    String.raw`(?<magnitude>[ -](?:${MAGNITUDES}))?(?![\p{L}\p{N}:/]|[.,]\d)`,
  ].join(''),
  'giu',
);

/**
 * The numbers of a text that count or measure something, in its order, with what they count: figures of money, shares,
 * people, things. Digits and the words for two to ninety-nine are read; days of a month, years and times of day are left out.
 */
export function figuresIn(text: string): Figure[] {
  const figures: Figure[] = [];
  for (const match of text.matchAll(NUMBER)) {
    const { currency = '', number = '', magnitude = '' } = match.groups ?? {};
    const before = text.slice(Math.max(0, match.index - 12), match.index);
    const after = text.slice(match.index + match[0].length, match.index + match[0].length + 80);
    const unit = unitAt(after);
    if (currency === '' && magnitude === '' && isDateOrTime(before, number, after, unit)) continue;
    figures.push({
      exact: match[0] + unit,
      key: [currency.trim(), plainNumber(number), magnitude.slice(1).toLowerCase(), plainUnit(unit)]
        .filter(Boolean)
        .join(' '),
    });
  }
  return figures;
}

function plainNumber(number: string): string {
  return String(WORD_NUMBERS.get(number.toLowerCase()) ?? number.replaceAll(',', ''));
}

/** What stands right behind a number and says what it counts; '' when nothing does. */
function unitAt(after: string): string {
  const measured = (PERCENT.exec(after) ?? ABBREVIATIONS.exec(after))?.[0];
  if (measured !== undefined) return measured;
  const compound =
    /^-(?:year|month|week|day|hour|minute|mile|metre|meter|foot|page|seat|point|member)(?:-old)?\b/i.exec(after)?.[0];
  if (compound !== undefined) return compound;
  let unit = '';
  // 'French soldiers', 'wounded soldiers': the thing itself comes last, in the plural.
  for (const [word] of /^(?: [\p{L}'’-]+){1,3}/u.exec(after)?.[0].matchAll(/ [\p{L}'’-]+/gu) ?? []) {
    const plain = word.slice(1).toLowerCase();
    if (FUNCTION_WORDS.has(plain)) return '';
    unit += word;
    if (IRREGULAR_PLURALS.has(plain) || /[^su'’i]s$/.test(plain)) return unit;
  }
  return '';
}

function plainUnit(unit: string): string {
  if (/%|per ?cent\b/i.test(unit)) return 'percent';
  return unit.trim().toLowerCase();
}

function isDateOrTime(before: string, number: string, after: string, unit: string): boolean {
  if (new RegExp(String.raw`\b(?:${MONTHS})\.? $`, 'i').test(before)) return true;
  if (new RegExp(String.raw`^ (?:${MONTHS})\b`, 'i').test(after) || /^ ?(?:a\.?m|p\.?m)\b/i.test(after)) return true;
  return unit === '' && /^(?:1[89]|20)\d\d$/.test(number);
}
