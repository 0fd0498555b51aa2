import { getGender } from 'gender-detection-from-name';
import { ownText } from '../../../text/own-text.ts';
import { isCommonWord } from '../../../text/tokens.ts';

export type Gender = 'male' | 'female';

/** Given names that the lists lack, with what they usually tell. */
const OTHER_NAMES: ReadonlyMap<string, Gender> = new Map(
  Object.entries({
    mohammed: 'male',
    muhammad: 'male',
    mohamed: 'male',
    mohammad: 'male',
    mohamad: 'male',
    ahmed: 'male',
    ahmad: 'male',
    abdul: 'male',
    abdel: 'male',
    abdullah: 'male',
    abdulla: 'male',
    abdallah: 'male',
    hassan: 'male',
    hussein: 'male',
    hossein: 'male',
    ibrahim: 'male',
    ismail: 'male',
    khalid: 'male',
    khaled: 'male',
    mahmoud: 'male',
    mustafa: 'male',
    omar: 'male',
    osama: 'male',
    saddam: 'male',
    bashar: 'male',
    salman: 'male',
    yasser: 'male',
    nouri: 'male',
    haider: 'male',
    recep: 'male',
    abu: 'male',
    umm: 'female',
    fatima: 'female',
    aisha: 'female',
    zainab: 'female',
    khadija: 'female',
    malala: 'female',
    benazir: 'female',
    vladimir: 'male',
    dmitry: 'male',
    sergei: 'male',
    sergey: 'male',
    mikhail: 'male',
    boris: 'male',
    igor: 'male',
    oleg: 'male',
    yuri: 'male',
    alexei: 'male',
    alexey: 'male',
    volodymyr: 'male',
    petro: 'male',
    viktor: 'male',
    nikolai: 'male',
    olga: 'female',
    natalia: 'female',
    svetlana: 'female',
    tatiana: 'female',
    yulia: 'female',
    oksana: 'female',
    xi: 'male',
    jinping: 'male',
    keqiang: 'male',
    shinzo: 'male',
    yoshihide: 'male',
    fumio: 'male',
    junichiro: 'male',
    taro: 'male',
    naoto: 'male',
    hiroshi: 'male',
    kenji: 'male',
    takeshi: 'male',
    yuki: 'female',
    sakura: 'female',
    kim: 'male',
    park: 'male',
    narendra: 'male',
    rahul: 'male',
    sonia: 'female',
    manmohan: 'male',
    amit: 'male',
    arvind: 'male',
    rajnath: 'male',
    sushma: 'female',
    indira: 'female',
    priyanka: 'female',
    mamata: 'female',
    nirmala: 'female',
    imran: 'male',
    nawaz: 'male',
    pervez: 'male',
    asif: 'male',
    hamid: 'male',
    ashraf: 'male',
    hasina: 'female',
    goodluck: 'male',
    muhammadu: 'male',
    olusegun: 'male',
    bola: 'male',
    chinua: 'male',
    ngozi: 'female',
    kofi: 'male',
    kwame: 'male',
    uhuru: 'male',
    raila: 'male',
    yoweri: 'male',
    paul: 'male',
    cyril: 'male',
    jacob: 'male',
    thabo: 'male',
    nelson: 'male',
    ellen: 'female',
    laurent: 'male',
    alassane: 'male',
    macky: 'male',
    joko: 'male',
    susilo: 'male',
    aung: 'female',
    rodrigo: 'male',
    benigno: 'male',
    mahathir: 'male',
    najib: 'male',
    anwar: 'male',
    prayuth: 'male',
    thaksin: 'male',
    yingluck: 'female',
    nguyen: 'male',
  }),
);

/** Given names that are more often something else in the news. */
const DOUBTFUL = new Set(
  "china india france paris london jordan israel america asia africa georgia virginia carolina dakota chad kenya cuba korea sydney milan florence vienna brooklyn chelsea lincoln washington houston austin dallas jackson madison cairo israel may april june august will mark bill art rose grace faith hope joy summer autumn dawn eve sky ocean river rain star king prince duke earl major judge sergeant general bishop pope royal west north south east young long price love baby angel justice mercy justin's lord royal noble sage storm chance chase case drew grant hunter mason cooper carter parker taylor tyler new san la el le de mar sun sol paz mai lan my man an so in do the union star central national european english german french roman christian muslim state city bank sea".split(
    ' ',
  ),
);

/** Given names that are also ordinary words and yet mostly names when capitalised. */
const ORDINARY_NAMES = new Set(
  `mark bill jack frank grace jean max drew pat ray lee don dan tom bob rob nick dick harry ken ben sam roy lou sandy robin dale glen glenn eve victor marshall christian joy kit hank hal curt grant pierce miles lance norm pearl ruby ivy lily iris violet heather holly hazel daisy ginger carol barb dolly penny josh jimmy tony chuck rod gene earl dean clay clark wade ward skip kim josh sean jay guy wayne rich warren tab rusty buck bud tucker cliff stan will rose dawn faith amber crystal jade victoria sally jerry randy terry jenny nelly nelson mason
   ada alexia aline amelia amir angelica angelique anna anthony armin aryan basil beck belle bennet bennie beth billy birdie blaine blaise bobby bonnie bonny brad brandy brent briony britt brittany brogan buddy burke
   calla carlos carmine caroline carter cassie catherine cecil charity cherry christa christen clarence clement clementine cleo colleen cora corrie cortez cynthia daisy dana darius denis derrick dexter dinah dominick donna dora dorian dory
   eddy edward ela elisa elizabeth elvis emery emmet eric erica ernest esther fabian fanny fatimah felicity fern flora ford franklin gabby garret gemma georgette godfrey griffin hakeem harmony hector henna henry homer husain ibrahim ida ike inga iva ivan
   jafar jan jasmine jasper jezebel johnny joseph joss josue julian julienne kendal khalif kirk kitty kris kylie lana laurel leon leonid levi lex lexis linden liv liza lucia lucky lulu mac mack maha maia malik mari marc marcel marguerite marian mariana marina marten martin
   maxi meg melody merle mick mickey mike mina mohammad mollie molly mona morgan muhammad murphy naif neve noel noemi norman olive ophelia oscar pasha patsy patty pauline pete pilar quentin quincy rafe raj ram rami ramona ransom rebekah rex rick rickey rico ridley rio rocky roman rosemary rosita rosy rowan
   sabine salah salim salvador sami sander serge shamus shay sherry shiv sian silas solomon stella stephen steve sue sullivan sully sylvia tad tammy tanner ted teddy terrence thaddaeus theresa tina toby tod tommy tracy tristram valentine vera verity veronica vincent viola viva wally wendy whit willow winfred yogi zara`.split(
    /\s+/,
  ),
);

const memo = new Map<string, Gender | 'unisex' | null>();

/** Whether a word is a given name somewhere in the world; places and common words that are also names are none. */
export function isFirstName(word: string): boolean {
  const lower = word.toLowerCase();
  if (DOUBTFUL.has(lower) && !ORDINARY_NAMES.has(lower)) return false;
  return genderOfName(word) !== null && (!isCommonWord(lower) || ORDINARY_NAMES.has(lower));
}

/** What a given name tells of its bearer; null when it is not known as one. */
export function genderOfName(word: string): Gender | 'unisex' | null {
  const known = memo.get(word);
  if (known !== undefined) return known;
  const lower = word
    .normalize('NFKD')
    .replace(/[\p{M}’']/gu, '')
    .toLowerCase();
  const listed = OTHER_NAMES.get(lower);
  const found = listed ?? (lower.length < 2 ? 'unknown' : getGender(lower));
  const gender = found === 'unknown' ? null : found;
  if (memo.size < 20_000) memo.set(ownText(word), gender);
  return gender;
}
