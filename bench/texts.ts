/**
 * Texts for ingestion to read, about 600 words each, the same for each number: invented people, places and bodies, quotes with
 * and without marks, citations. Sentences are put together from words, so that texts are no copies of one another.
 */
import { chance, nth } from './operations/operation.ts';

const WORDS = 590;
const list = (text: string): readonly string[] => text.split(',').map((word) => word.trim());

const FIRST_NAMES = list(
  'Anna,Boris,Carla,Daniel,Elena,Farid,Greta,Hassan,Irene,Jonas,Karim,Laura,Marek,Nadia,Oscar,Paula,Rashid,Sofia,Tomas,Vera',
);
const SURNAME_STARTS = list('Al,Ber,Cor,Dal,Fen,Gar,Hol,Kel,Lin,Mar,Nor,Ost,Pel,Quar,Ros,Sten,Tor,Val,Wes,Zan');
const SURNAME_ENDS = list(
  'den,berg,mann,ova,ic,etti,sson,ford,win,dale,rick,bold,ley,stad,ner,bach,quist,worth,lund,gren',
);
const TOWN_STARTS = list('Alder,Brack,Castel,Dun,East,Farrow,Glimmer,Harrow,Iron,Kestrel,Lang,Moor,North,Otter,Pine');
const TOWN_ENDS = list('mere,water,mont,haven,march,gate,ford,vale,bridge,by,holm,wick');
const BODIES = list(
  'Harbour Authority,Transport Ministry,City Council,Workers’ Union,Regional Court,Water Board,University Hospital,Chamber of Commerce',
);
const ROLES = list(
  'a spokeswoman,the director,the deputy mayor,an engineer,a lawyer,a professor,the chairman,a senior official',
);
const ADJECTIVES = list(
  'new,old,costly,narrow,northern,damaged,private,public,temporary,promised,late,secret,half-built,empty,crowded,disputed,wooden,regional,annual,closed,flooded,unpaid,joint,early',
);
const NOUNS = list(
  'bridge,ferry,archive,tunnel,market,report,budget,school,road,fence,contract,tram,hospital,mine,dam,vote,inquiry,pipeline,warehouse,airport,garden,railway,lease,clinic,forest,census,theatre,orchard,reactor,bakery,library,quarry',
);
const VERBS = list(
  'delayed,replaced,blocked,saved,ruined,divided,surprised,reached,followed,crossed,doubled,weakened,outlived,served,changed,threatened,supplied,explained,escaped,halted',
);
const TIMES = list(
  'on Monday,in March,before the winter,after the storm,during the strike,last week,for nine years,since the flood,within hours,this spring,at night,before dawn',
);
const CUES = list('said,told reporters,added,insisted,warned,explained');

type Pick = <T>(from: readonly T[]) => T;

interface Person {
  readonly first: string;
  readonly last: string;
  readonly role: string;
  readonly body: string;
}

/** The n-th text: a headline, a byline, then paragraphs. */
export function newsText(n: number): string {
  let drawn = 0;
  const pick: Pick = (from) => nth(from, Math.floor(chance(n * 4_001 + drawn++) * from.length));
  const town = pick(TOWN_STARTS) + pick(TOWN_ENDS);
  const people = Array.from({ length: 6 }, () => person(town, pick));
  const paragraphs = [`${town.toUpperCase()} — ${capital(clause(pick))}, the ${town} ${pick(BODIES)} said on Monday.`];
  for (let i = 0, words = 0; words < WORDS; i++) {
    const paragraph = `${statement(nth(people, i), i < people.length, pick)} ${capital(clause(pick))}, and ${clause(pick)}.`;
    words += paragraph.split(' ').length;
    paragraphs.push(paragraph);
  }
  const author = person(town, pick);
  return `${capital(pick(ADJECTIVES))} ${pick(NOUNS)} divides ${town}\nBy ${author.first} ${author.last}\n\n${paragraphs.join('\n\n')}\n`;
}

function person(town: string, pick: Pick): Person {
  return {
    first: pick(FIRST_NAMES),
    last: pick(SURNAME_STARTS) + pick(SURNAME_ENDS),
    role: pick(ROLES),
    body: `${town} ${pick(BODIES)}`,
  };
}

/** What somebody said: under the full name first, then under the surname. */
function statement({ first, last, role, body }: Person, isNew: boolean, pick: Pick): string {
  const name = isNew ? `${first} ${last}, ${role} of the ${body}` : last;
  return pick([
    () => `“${capital(clause(pick))}, and ${clause(pick)},” ${isNew ? 'said' : pick(CUES)} ${name}.`,
    () => `${capital(name)}${isNew ? ',' : ''} said that ${clause(pick)}.`,
    () => `Asked why ${clause(pick)}, ${name}${isNew ? ',' : ''} said: “${capital(clause(pick))}.”`,
    () => `According to ${name}, ${clause(pick)}; documents seen by this newspaper say that ${clause(pick)}.`,
  ])();
}

function clause(pick: Pick): string {
  return `the ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(VERBS)} the ${pick(ADJECTIVES)} ${pick(NOUNS)} ${pick(TIMES)}`;
}

function capital(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
