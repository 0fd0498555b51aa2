/**
 * The words that report. A compilation of our own, ordered by what the words govern, in the manner of VerbNet's classes of
 * communication and judgement (say-37.7, tell-37.2, conjecture-29.5, promise, order and their like).
 */

export interface Reporting {
  readonly lemma: string;
  /** 'speech' reports what was said, 'thought' what is believed or felt. */
  readonly kind: 'speech' | 'thought';
  /** Whether a clause with 'that' may follow. */
  readonly clause: boolean;
  /** Whether a clause may follow without 'that'. */
  readonly plain: boolean;
  /** Whether an infinitive may follow: 'vowed to leave'. */
  readonly infinitive: boolean;
  /** Whether the hearer follows at once: 'told the court that'. */
  readonly hearer: boolean;
  /** Whether words in marks may be its object: 'called it “a shame”'. */
  readonly names: boolean;
  /** How sure a sign of reporting it is by itself, 0 to 1. */
  readonly weight: number;
}

export type VerbForm = 'base' | 'third' | 'past' | 'participle' | 'gerund';

export interface ReportingForm {
  readonly verb: Reporting;
  readonly forms: ReadonlySet<VerbForm>;
}

const list = (words: string): readonly string[] => words.trim().split(/\s+/);

/** Say something: a clause, and what stands between marks. */
const SAY = list(`
  say add state note explain comment remark observe declare announce claim argue assert contend maintain insist stress
  emphasize emphasise underline underscore reiterate repeat acknowledge admit concede confess confirm deny reveal disclose
  report write tweet post respond reply answer counter retort conclude predict forecast allege suggest propose recommend
  warn caution complain lament boast brag joke quip vow pledge promise swear testify attest recall recount mention
  indicate estimate clarify continue proclaim affirm reaffirm submit venture opine muse charge protest object concur agree
  disagree signal hint imply grumble grouse elaborate interject volunteer speculate theorize surmise posit postulate profess
  divulge recollect remember reason read rule decree determine find show document demonstrate illustrate record signify
  message email text blog publish broadcast mumble murmur mutter whisper shout yell scream cry exclaim sigh chant sing
  bark snap bellow roar growl whine sneer scoff laugh smile nod chuckle giggle sob plead beg urge marvel rant rave fume
  thunder blurt stammer stutter demand croak chime quote cite specify detail summarize reflect intone opine advise
`);
/** Verbs of the list above that report only when marks or 'that' stand by them, since they are mostly used otherwise. */
const WEAK = new Set(
  list(`
  post submit venture charge object show find determine record document demonstrate illustrate text message blog publish
  broadcast sing cry smile nod laugh sigh sob snap bark roar growl read rule continue remember quote cite detail
  specify counter answer reflect reason agree disagree signal repeat chant chime whine rave thunder plead beg urge mention
  signify decree volunteer forecast estimate email protest
`),
);
/** Tell somebody: the hearer comes first. */
const TELL = list(
  'tell inform remind assure advise notify warn promise assure convince persuade caution reassure instruct brief',
);
/** Ask, with or without hearer. */
const ASK = list('ask inquire enquire wonder query question');
/** Hold in mind. */
const THINK = list(`
  believe think feel fear hope expect suspect doubt assume presume suppose consider know realize realise understand learn
  imagine guess worry discover notice recognize recognise anticipate wish
`);
/** Verbs that mostly take objects, so that a clause without 'that' is likely to be part of one: 'knew the men who left'. */
const OBJECTIVE = new Set(
  list(`
  consider recognize recognise expect feel understand assume discover imagine notice wish respond maintain boast
  underscore declare write ask pledge offer question advise demand
`),
);
/** An infinitive of one's own may follow. */
const INFINITIVE = list('vow pledge promise swear threaten offer agree propose hope expect');
/** Call something something. */
const NAME = list(`
  call describe brand label dub denounce condemn criticize criticise slam blast praise hail characterize characterise dismiss
  portray decry deride mock ridicule tout term deem cast paint accuse blame thank attack lambaste rebuke deplore defend refer
  invoke reject welcome applaud salute compare champion urge demand
`);
const STRONG = new Set(
  list(`
  say tell add state claim insist argue assert contend acknowledge concede allege testify tweet warn complain reply retort
  quip remark reiterate opine declare announce maintain explain lament exclaim boast caution admit deny stress
`),
);

const IRREGULAR: Readonly<Record<string, readonly [past: string, participle: string]>> = {
  say: ['said', 'said'],
  tell: ['told', 'told'],
  write: ['wrote', 'written'],
  find: ['found', 'found'],
  think: ['thought', 'thought'],
  feel: ['felt', 'felt'],
  know: ['knew', 'known'],
  swear: ['swore', 'sworn'],
  read: ['read', 'read'],
  show: ['showed', 'shown'],
  sing: ['sang', 'sung'],
  understand: ['understood', 'understood'],
  cast: ['cast', 'cast'],
  seek: ['sought', 'sought'],
  broadcast: ['broadcast', 'broadcast'],
  forecast: ['forecast', 'forecast'],
  plead: ['pleaded', 'pleaded'],
};
/** Verbs stressed at the end, which double their last letter. */
const DOUBLING = new Set(
  list('refer admit submit blog quip plan beg slam dub chat brag concur nod sob snap hem rebut'),
);

function inflect(lemma: string): Readonly<Record<VerbForm, string>> {
  const e = lemma.endsWith('e');
  const y = /[^aeiou]y$/.test(lemma);
  const stem = DOUBLING.has(lemma) ? lemma + lemma.slice(-1) : lemma;
  const past = e ? `${lemma}d` : y ? `${lemma.slice(0, -1)}ied` : `${stem}ed`;
  const irregular = IRREGULAR[lemma];
  return {
    base: lemma,
    third: y ? `${lemma.slice(0, -1)}ies` : /(?:s|sh|ch|x|z)$/.test(lemma) ? `${lemma}es` : `${lemma}s`,
    past: irregular?.[0] ?? past,
    participle: irregular?.[1] ?? past,
    gerund: e && !lemma.endsWith('ee') ? `${lemma.slice(0, -1)}ing` : `${stem}ing`,
  };
}

const VERB_FORMS: ReadonlyMap<string, ReportingForm> = buildForms();

function buildForms(): Map<string, ReportingForm> {
  const say = new Set(SAY);
  const tell = new Set(TELL);
  const ask = new Set(ASK);
  const think = new Set(THINK);
  const infinitive = new Set(INFINITIVE);
  const names = new Set(NAME);
  const forms = new Map<string, { verb: Reporting; forms: Set<VerbForm> }>();
  for (const lemma of new Set([...SAY, ...TELL, ...ASK, ...THINK, ...INFINITIVE, ...NAME])) {
    const clause = say.has(lemma) || tell.has(lemma) || ask.has(lemma) || think.has(lemma);
    const weight = STRONG.has(lemma) ? 1 : WEAK.has(lemma) || names.has(lemma) ? 0.4 : 0.7;
    const verb: Reporting = {
      lemma,
      kind: think.has(lemma) && !say.has(lemma) ? 'thought' : 'speech',
      clause,
      plain: clause && weight > 0.4 && !OBJECTIVE.has(lemma),
      infinitive: infinitive.has(lemma),
      hearer: tell.has(lemma) || ask.has(lemma),
      names: names.has(lemma),
      weight,
    };
    for (const [form, word] of Object.entries(inflect(lemma))) {
      if (!isVerbForm(form)) continue;
      const entry = forms.get(word);
      if (entry) entry.forms.add(form);
      else forms.set(word, { verb, forms: new Set([form]) });
    }
  }
  return forms;
}

function isVerbForm(word: string): word is VerbForm {
  return word === 'base' || word === 'third' || word === 'past' || word === 'participle' || word === 'gerund';
}

/** The reporting verb that a lower-case word form belongs to, with the forms it may be. */
export function reportingForm(word: string): ReportingForm | undefined {
  return VERB_FORMS.get(word);
}

/** Particles that belong to the verb before: 'pointed out', 'went on'. */
export const PARTICLES: Readonly<Record<string, readonly string[]>> = {
  point: ['out'],
  make: ['clear'],
  fire: ['back'],
  shoot: ['back'],
  go: ['on'],
  hit: ['back'],
  chime: ['in'],
  lay: ['out'],
  spell: ['out'],
};

/** Nouns for something said, which may govern a clause: 'a claim by the firm that …', 'her warning that …'. */
export const NOUN_CUES: ReadonlySet<string> = new Set(
  list(`
  claim statement warning allegation assertion suggestion accusation argument announcement declaration report prediction belief
  contention admission acknowledgement acknowledgment confirmation denial promise pledge vow assurance assessment conclusion view opinion
  complaint charge insistence revelation testimony remark comment notion fear hope concern rumor rumour estimate finding
`),
);

/** Documents that are said to say something. */
export const DOCUMENT_NOUNS: ReadonlySet<string> = new Set(
  list(`
  report document dispatch memo memorandum letter statement study survey poll cable email e-mail filing affidavit indictment
  complaint lawsuit transcript briefing paper bulletin communique communiqué notice record records dossier file files survey article
  editorial book biography diary post tweet message text release resolution ruling verdict decision audit review analysis
  brochure manual leaflet newsletter testimony warrant petition declaration treaty constitution bill note footage video recording draft schedule timetable agenda
`),
);

/** Those of OUTLET_NOUNS that mean an agency, and those that mean none. */
export const AGENCY_NOUNS: ReadonlySet<string> = new Set(['agency', 'newswire']);
export const PAPER_NOUNS: ReadonlySet<string> = new Set([
  'paper',
  'newspaper',
  'magazine',
  'network',
  'channel',
  'station',
  'broadcaster',
  'daily',
  'weekly',
  'tabloid',
]);

/** Nouns for an outlet that need not be named again: 'told the paper'. */
export const OUTLET_NOUNS: ReadonlySet<string> = new Set(
  list(`
  paper newspaper magazine network channel station broadcaster outlet agency newswire site website publication daily weekly tabloid
  broadsheet programme program
`),
);

/** Nouns that may follow a name and be the named thing itself: 'the Reuters news agency', 'the Acme company'. */
export const KIND_NOUNS: ReadonlySet<string> = new Set([
  ...OUTLET_NOUNS,
  ...list(
    'company group organization organisation party ministry department institute university bank firm union foundation committee',
  ),
]);

/** Words for days and times, which stand freely between subject and verb or after it. */
export const TIME_WORDS: ReadonlySet<string> = new Set(
  list(`
  monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow tonight january february march april june july
  august september october november december jan feb mar apr jun jul aug sep sept oct nov dec jan. feb. mar. apr. jun. jul. aug. sep. sept.
  oct. nov. dec. morning afternoon evening night midnight noon week weekend month year earlier later recently now
`),
);

/** Words that open a reported clause or question. */
export const CLAUSE_OPENERS: ReadonlySet<string> = new Set(list('that whether if how why what when where who which'));

/** Nouns that stand for several people, by their form or use. */
export const PLURAL_PEOPLE =
  /(?:ers|ors|ists|ans|ials|ents|ants|ves|men|women|people|police|authorities|families|residents|witnesses|sources|critics|experts|parents|aides|allies|democrats|republicans|analysts|officials)$/i;
