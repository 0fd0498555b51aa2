import { wordSet } from '../lexicon/word-set.ts';

/*
 * General lists that say when a name alone is not enough, or is. All in the form that `normalizeName` gives.
 */

/** Given names that very many people of the English-speaking, Spanish-speaking, Indian and Muslim worlds bear. */
export const COMMON_GIVEN_NAMES = wordSet(
  `adam alan albert alex alexander ali amanda amit amy andrea andrew angela anita ann anna anne anthony antonio arthur ben
   benjamin bill bob brian bruce carl carlos carol caroline catherine charles chris christian christina christine
   christopher claire daniel david dave deborah dennis diana donald douglas edward elizabeth emily emma eric ernesto fernando francisco
   frank gary george gerald graham grace greg hannah harry helen henry ian ivan jack james jane janet jason jean jeff jennifer
   jessica jim joan joe john jonathan jorge jose joseph josh joshua juan judith julia julie justin karen kate katherine
   kathleen keith kelly ken kenneth kevin kim kumar larry laura lee linda lisa louis lucy luis manuel margaret maria mario mark
   martin mary matt matthew melissa michael michelle miguel mike mohamed mohammad mohammed muhammad nancy neil nicholas
   nick nicole oliver pablo patricia patrick paul pedro peter phil philip rachel rahul raj rajesh ravi rebecca richard
   rick robert rob roger ron ronald rosa roy russell ruth ryan sam samuel sandra sanjay sarah scott sean sharon simon
   sophie stephanie stephen steve steven stuart sue sunil susan suresh terry thomas tim timothy tom tony vijay victoria
   vincent walter wayne will william ahmed ahmad hassan hussein ibrahim omar abdul abdullah mustafa`,
);

/** Surnames that very many people bear, by the same measure. */
export const COMMON_SURNAMES = wordSet(
  `smith johnson williams brown jones garcia miller davis rodriguez martinez hernandez lopez gonzalez gonzales wilson
   anderson thomas taylor moore jackson martin lee perez thompson white harris sanchez clark ramirez lewis robinson walker
   young allen king wright scott torres nguyen hill flores green adams nelson baker hall rivera campbell mitchell carter
   roberts gomez phillips evans turner diaz parker edwards reyes morris murphy rogers
   gutierrez ortiz morgan reed kelly ramos richardson watson chavez bennett mendoza ruiz alvarez patel jimenez fernandez
   silva santos khan ali ahmed ahmad hussain hussein hassan singh kumar sharma gupta das rao reddy shah begum
   ibrahim mohamed mohammed muhammad abdullah murray bell obrien oconnor robertson johnston`,
);

/** Chinese surnames; with a short given name behind them they name thousands: 'Wang Wei'. */
export const CHINESE_SURNAMES = wordSet(
  'wang li zhang liu chen yang zhao huang zhou wu xu sun hu zhu gao lin he guo ma luo liang song zheng xie han tang feng yu dong xiao',
);

/** Longest given name, in letters, that is in doubt behind a Chinese surname. */
export const SHORT_CHINESE_NAME = 4;

/** People the world knows by one name. */
export const MONONYMS = wordSet(
  `adele aristotle banksy beyonce bjork bono caravaggio confucius copernicus galileo hirohito kaka lula madonna
   michelangelo neymar pele plato rembrandt rihanna rivaldo ronaldinho saladin shakira shakespeare socrates stalin
   suharto sukarno voltaire zlatan`,
);

/** People whom only the initial tells from a namesake of renown: it stays in the key. */
export const TOLD_APART_BY_INITIAL = wordSet(
  'george w bush|george h w bush|george hw bush|michael b jordan|john f kennedy|john q adams|johann s bach|michael a brown|mary j blige',
);

/** Families that gave a country several heads: office, surname and country do not tell which. */
export const RULING_FAMILIES = wordSet(
  `adams aliyev aquino assad bhutto bongo bush castro clinton duvalier gandhi harrison johnson kabila kenyatta kim kirchner
   kennedy lee marcos mubarak nguyen park roosevelt saud sharif somoza trudeau tudor`,
);

/** Offices that one person of a country holds at a time, by the words that stand before a name. */
export const SOLE_OFFICES: ReadonlyMap<string, string> = new Map([
  ['president', 'president'],
  ['prime minister', 'prime minister'],
  ['premier', 'prime minister'],
  ['chancellor', 'chancellor'],
  ['king', 'king'],
  ['queen', 'queen'],
  ['emir', 'emir'],
  ['sultan', 'sultan'],
  ['emperor', 'emperor'],
  ['foreign minister', 'foreign minister'],
  ['defense minister', 'defense minister'],
  ['defence minister', 'defense minister'],
  ['interior minister', 'interior minister'],
  ['finance minister', 'finance minister'],
  ['justice minister', 'justice minister'],
  ['health minister', 'health minister'],
  ['education minister', 'education minister'],
]);

/** What narrows an office to one that several hold: 'deputy prime minister', 'vice president'. */
export const LESSER_OFFICES = wordSet('vice deputy assistant junior shadow regional provincial state company club');

/** Fields of life by role: they tell people of one common name apart. */
const FIELDS: ReadonlyMap<string, ReadonlySet<string>> = new Map([
  [
    'politics',
    wordSet(
      `president premier minister chancellor senator congressman congresswoman representative governor mayor lawmaker
       legislator politician speaker undersecretary mp mep candidate nominee ambassador diplomat envoy councillor councilman councilwoman sen rep gov`,
    ),
  ],
  [
    'sport',
    wordSet(
      `coach striker midfielder defender forward goalkeeper winger batsman bowler quarterback pitcher player champion
       footballer cricketer sprinter runner swimmer cyclist boxer wrestler golfer jockey athlete skipper skier medallist medalist`,
    ),
  ],
  [
    'arts',
    wordSet(
      `actor actress singer rapper musician composer conductor novelist poet playwright filmmaker painter sculptor
       comedian dancer guitarist drummer pianist`,
    ),
  ],
  [
    'business',
    wordSet(
      'ceo cfo executive chairman chairwoman founder cofounder tycoon billionaire magnate banker investor entrepreneur businessman businesswoman financier',
    ),
  ],
  ['law', wordSet('judge magistrate justice lawyer attorney solicitor barrister prosecutor counsel')],
  [
    'science',
    wordSet(
      'scientist physicist chemist biologist historian economist astronomer epidemiologist virologist archaeologist anthropologist psychologist',
    ),
  ],
]);

/** The only field of life that the roles speak of; null for none, and for several. */
export function fieldOf(roles: Iterable<string>): string | null {
  const found = new Set<string>();
  for (const role of roles) {
    for (const word of role.split(' ')) {
      for (const [field, words] of FIELDS) if (words.has(word)) found.add(field);
    }
  }
  const [field] = found;
  return field !== undefined && found.size === 1 ? field : null;
}

/** Bodies called as in every country that mean one country's wherever English is written. */
export const BODIES_OF_ONE_COUNTRY: ReadonlyMap<string, string> = new Map([['state department', 'US']]);

/** Bodies that several countries have under one name, though the words are not general ones. */
export const SHARED_BODIES = wordSet(
  'house of commons|house of lords|national front|diet|majlis|secret service|homeland security',
);

/** Endings of a company's name that tell nothing apart, beyond those that are never said. */
export const COMPANY_ENDINGS = wordSet(
  `inc incorporated corp corporation co company ltd limited llc llp plc gmbh ag sa spa nv bv ab oyj oy asa kk bhd pty pte pvt
   sarl srl kgaa jsc pjsc ojsc`,
);

/** British spellings in the names of organisations, and the American ones that they are compared by. */
export const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['organisation', 'organization'],
  ['organisations', 'organizations'],
  ['centre', 'center'],
  ['centres', 'centers'],
  ['programme', 'program'],
  ['theatre', 'theater'],
  ['defence', 'defense'],
  ['labour', 'labor'],
  ['harbour', 'harbor'],
]);
