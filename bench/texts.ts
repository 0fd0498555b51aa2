/** Texts for ingestion to read: invented people, places and bodies, about 600 words each, the same for each number. */
import { chance, nth } from './operations/operation.ts';

const FIRST_NAMES =
  'Anna Boris Carla Daniel Elena Farid Greta Hassan Irene Jonas Karim Laura Marek Nadia Oscar Paula Rashid Sofia Tomas Vera'.split(
    ' ',
  );
const SURNAME_STARTS = 'Al Ber Cor Dal Fen Gar Hol Kel Lin Mar Nor Ost Pel Quar Ros Sten Tor Val Wes Zan'.split(' ');
const SURNAME_ENDS =
  'den berg mann ova ic etti sson ford win dale rick man ley stad ner bach quist worth lund gren'.split(' ');
const TOWNS =
  'Aldermere Brackwater Castelmont Dunhaven Eastmarch Farrowgate Glimmerford Harrowvale Ironbridge Kestrelby'.split(
    ' ',
  );
const BODIES = [
  'Harbour Authority',
  'Ministry of Transport',
  'City Council',
  'Workers’ Union',
  'Regional Court',
  'Water Board',
  'University Hospital',
  'Chamber of Commerce',
];
const ROLES = ['spokeswoman', 'director', 'mayor', 'engineer', 'lawyer', 'professor', 'minister', 'union leader'];
const TOPICS = [
  'the new bridge',
  'the flood defences',
  'the budget',
  'the strike',
  'the inquiry',
  'the vaccine campaign',
  'the tram line',
  'the closed mine',
];
const REMARKS = [
  'We have waited for this decision for three years, and we will not wait any longer',
  'Nobody in this town was asked before the work began',
  'The figures that were published last week are wrong, and everyone who signed them knows it',
  'I can promise that no family will have to leave its home this winter',
  'It is too early to say who is responsible for the delay',
  'The money is there, but the will to spend it is not',
];

interface Person {
  readonly first: string;
  readonly last: string;
  readonly role: string;
  readonly body: string;
}

/** The n-th text: a headline, a byline, then paragraphs. */
export function newsText(n: number): string {
  let drawn = 0;
  const pick = <T>(list: readonly T[]): T => nth(list, Math.floor(chance(n * 1_000 + drawn++) * list.length));
  const town = pick(TOWNS);
  const person = (): Person => ({
    first: pick(FIRST_NAMES),
    last: pick(SURNAME_STARTS) + pick(SURNAME_ENDS),
    role: pick(ROLES),
    body: `${town} ${pick(BODIES)}`,
  });
  const people = Array.from({ length: 5 }, person);
  const topic = pick(TOPICS);
  const paragraphs = [
    `${town.toUpperCase()} — The ${people[0]?.body} said on Monday that it would vote again on ${topic}, number ${n} of its plans for the year.`,
  ];
  let words = 0;
  for (let i = 0; words < 570; i++) {
    const paragraph = said(nth(people, i), pick, topic, town, Math.floor(i / people.length));
    words += paragraph.split(' ').length;
    paragraphs.push(paragraph);
  }
  return `${town} votes again on ${topic}\nBy ${pick(FIRST_NAMES)} ${pick(SURNAME_STARTS)}${pick(SURNAME_ENDS)}\n\n${paragraphs.join('\n\n')}\n`;
}

/** A paragraph about one of the people: by the full name first, then by surname and pronoun. */
function said(
  { first, last, role, body }: Person,
  pick: <T>(list: readonly T[]) => T,
  topic: string,
  town: string,
  turn: number,
): string {
  const remark = pick(REMARKS);
  const other = pick(REMARKS).toLowerCase();
  if (turn === 0) {
    return `“${remark},” said ${first} ${last}, a ${role} of the ${body}, who has followed ${topic} from the start. According to documents seen by this newspaper, the plan would cost ${pick(['two', 'seven', 'thirty'])} million more than ${town} had expected.`;
  }
  return pick([
    `${last} told reporters that ${other}. The ${body} declined to comment on ${topic} on Tuesday.`,
    `Asked about ${topic}, ${last} said: “${remark}.” People close to the talks in ${town} described a different mood.`,
    `“${remark},” ${last} added. “${pick(REMARKS)}.” A study that the ${body} published in March comes to another conclusion.`,
  ]);
}
