/**
 * News stories of about 600 words, all invented and the same each time: story `n` depends on `n` only. People, organisations,
 * towns and outlets are long-tailed (the k-th is named about as often as 1/k), so that entities come again as they do in news;
 * sentences are put together anew each time, so that no two stories are copies.
 */

/** How many there are to name. */
const POOL = { people: 20_000, organizations: 5_000, towns: 2_000, outlets: 300 };
const WORDS = 600;

const GIVEN =
  'Ada Bruno Clara Dele Elsa Farid Greta Hugo Ines Jonas Karin Leo Marta Nadia Oskar Petra Quentin Rosa Stefan Tilda Umar Vera Wren Yusuf Zora';
const SYLLABLES = 'bal cor dun fen gar hol ist jar kel lom mer nor ost pel quar ras sel tor ulm ver wen yar zel';
const ENDINGS = 'by den ford ham ley mark ner rick son ton vik wick';
const BODIES = [
  'Institute',
  'Council',
  'Agency',
  'Union',
  'Bank',
  'Foundation',
  'Group',
  'University',
  'Party',
  'Motors',
];
const PAPERS = ['Courier', 'Ledger', 'Tribune', 'Herald', 'Observer', 'Gazette'];
const COUNTRIES = 'France Kenya Brazil Norway Japan Canada Turkey Egypt Poland Chile Ghana Portugal Vietnam Peru Iraq';
const ROLES = [
  'the finance minister',
  'a spokeswoman',
  'the chief engineer',
  'an analyst',
  'the mayor',
  'a lawyer',
  'the director',
  'a professor',
];
const CUES = ['said', 'said', 'said', 'told reporters', 'added', 'warned', 'argued'];
const DAYS = ['on Monday', 'on Tuesday', 'last week', 'in March', 'earlier this year', 'on Friday evening'];
const ADJECTIVES =
  'local new national old public early heavy quiet costly joint second northern annual former recent bitter broad private rural steady';
const NOUNS =
  'budget harbour treaty factory school river court market strike road election tax hospital flood bridge contract survey budget loan court pipeline harvest railway debate report permit fleet tariff clinic archive ferry';
const VERBS =
  'closed delayed approved rejected examined crossed repaired doubled opened questioned financed reached replaced cancelled shaped slowed';
const PREPOSITIONS = 'for against beside without near under';
const LINKS = 'after before while although because until since unless';

const words = (list: string) => list.split(' ');

/** Numbers from 0 up to 1, the same for the same seed (Marsaglia's xorshift). */
function randomFrom(seed: number): () => number {
  let state = Math.imul(seed + 1, 0x9e3779b1) || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
}

function pick<T>(items: readonly T[], random: () => number): T {
  const item = items[Math.floor(random() * items.length)];
  if (item === undefined) throw new RangeError('nothing to pick from');
  return item;
}

/** The most frequent ones are as frequent as each other, about; beyond, the k-th is named about as often as 1/k. */
const HEAD = 15;

function rank(count: number, random: () => number): number {
  return Math.floor(HEAD * (1 + count / HEAD) ** random()) - HEAD;
}

function coined(seed: number): string {
  const random = randomFrom(seed);
  const word =
    pick(words(SYLLABLES), random) +
    (random() < 0.5 ? pick(words(SYLLABLES), random) : '') +
    pick(words(ENDINGS), random);
  return word.charAt(0).toUpperCase() + word.slice(1);
}

const person = (k: number) => ({ given: pick(words(GIVEN), randomFrom(k)), family: coined(k + 1_000_000) });
const organization = (k: number) => `${coined(k + 2_000_000)} ${pick(BODIES, randomFrom(k))}`;
const town = (k: number) => coined(k + 3_000_000);
const outlet = (k: number) => `${coined(k + 4_000_000)} ${pick(PAPERS, randomFrom(k))}`;

/** A document as a newsroom's text file has it: byline, paragraphs, link. @param length words, about */
export function story(n: number, length = WORDS): string {
  const random = randomFrom(n + 5_000_000);
  const any = (list: string) => pick(words(list), random);
  const people = Array.from({ length: 6 }, () => person(rank(POOL.people, random)));
  const bodies = Array.from({ length: 5 }, () => organization(rank(POOL.organizations, random)));
  const towns = Array.from({ length: 5 }, () => town(rank(POOL.towns, random)));
  const introduced = new Set<string>();
  const who = () => {
    const { given, family } = pick(people, random);
    if (introduced.has(family)) return family;
    introduced.add(family);
    return `${given} ${family}, ${pick(ROLES, random)} for ${any(NOUNS)} ${any(NOUNS)} at the ${pick(bodies, random)},`;
  };
  const where = () => (random() < 0.3 ? any(COUNTRIES) : pick(towns, random));
  const clause = () =>
    `the ${any(ADJECTIVES)} ${any(NOUNS)} ${any(VERBS)} ${Math.ceil(random() * 90)} ${any(NOUNS)}s ${any(PREPOSITIONS)} ${any(NOUNS)}, ${any(NOUNS)} and ${any(ADJECTIVES)} ${any(NOUNS)}`;
  const sentence = () => {
    const kind = random();
    if (kind < 0.14)
      return `“${capital(clause())} ${any(LINKS)} ${clause()},” ${who()} ${pick(CUES, random)} ${pick(DAYS, random)}.`;
    if (kind < 0.28) return `${who()} said of the ${any(NOUNS)} in ${where()} that ${clause()}.`;
    if (kind < 0.36) return `${capital(clause())}, according to the ${pick(bodies, random)}.`;
    if (kind < 0.4)
      return `${capital(clause())}, the ${outlet(rank(POOL.outlets, random))} reported ${pick(DAYS, random)}.`;
    if (kind < 0.44)
      return `He called the ${any(NOUNS)} of ${where()} “${any(ADJECTIVES)} and ${any(ADJECTIVES)}” ${pick(DAYS, random)}.`;
    if (kind < 0.6) return `${who()} met ${who()} in ${where()} ${pick(DAYS, random)} ${any(LINKS)} ${clause()}.`;
    if (kind < 0.7) return `${pick(bodies, random)} sent ${who()} from ${where()} to ${where()}, where ${clause()}.`;
    if (kind < 0.85) return `In ${where()}, ${clause()} ${any(LINKS)} ${clause()}.`;
    return `${capital(clause())} ${any(LINKS)} ${clause()} ${pick(DAYS, random)}.`;
  };
  const sentences: string[] = [];
  for (let count = 0; count < length; ) {
    const next = capital(sentence());
    sentences.push(next);
    count += next.split(' ').length;
  }
  const paragraphs = sentences.flatMap((_, i) => (i % 3 === 0 ? sentences.slice(i, i + 3).join(' ') : []));
  const site = outlet(rank(POOL.outlets, random)).toLowerCase().replace(' ', '');
  return `By ${pick(words(GIVEN), random)} ${coined(n + 6_000_000)}\n${paragraphs.join('\n')}\nLink : https://www.${site}.example/2026/story-${n}/\n`;
}

function capital(text: string): string {
  return text.replace(/^(“?)(\p{Ll})/u, (_, mark: string, letter: string) => mark + letter.toUpperCase());
}
