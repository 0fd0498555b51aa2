import { wordSet } from './word-set.ts';

/** Forms of address: always before a person's name, never part of it. Lower case, without dot. */
export const HONORIFICS = wordSet(
  `mr mrs ms mx dr prof sir dame lord lady rev reverend fr father sister brother hon honourable honorable madam madame sheikha shaikha
   mme monsieur mlle herr frau señor señora senor senora don doña sheikh shaikh sheik shaykh sayyid hajji haji hajj alhaji
   mullah maulana ayatollah imam rabbi pope cardinal archbishop bishop saint datuk dato tan sri shri smt thiru ustad
   emir sultan king queen prince princess duke duchess count countess baron baroness emperor empress tsar rt engr chief`,
);

/** Nouns of role, office or trade that stand before a name ('spokeswoman Jane Doe', 'Foreign Minister Jan Novak'). */
export const ROLES = wordSet(
  `president vice-president premier minister secretary chancellor senator congressman congresswoman representative governor
   mayor deputy ambassador envoy consul commissioner councillor councilor councilman councilwoman alderman speaker leader
   chairman chairwoman chairperson chair director manager head chief ceo cfo coo cto boss executive officer official
   spokesman spokeswoman spokesperson aide adviser advisor counsel attorney lawyer solicitor barrister prosecutor judge
   justice magistrate sheriff detective inspector superintendent constable sergeant corporal captain lieutenant colonel
   major general admiral commander brigadier marshal commodore private pilot coach trainer captain skipper goalkeeper
   striker midfielder defender forward winger batsman bowler quarterback pitcher player champion referee actor actress
   singer rapper musician composer conductor author writer novelist poet playwright journalist reporter correspondent
   editor columnist photographer publisher director producer filmmaker artist painter sculptor designer architect
   professor lecturer teacher researcher scientist physicist chemist biologist historian economist analyst expert
   philosopher psychologist sociologist doctor physician surgeon nurse engineer astronaut farmer fisherman activist
   campaigner dissident candidate nominee lawmaker legislator politician mp mep td mla pm dictator militant rebel warlord
   terrorist suspect gunman attacker founder cofounder co-founder co-author owner entrepreneur businessman businesswoman billionaire tycoon
   financier banker investor chef model comedian presenter host anchor dancer pastor priest monk nun preacher cleric
   student graduate resident neighbor neighbour victim survivor witness widow wife husband father mother son daughter
   brother sister uncle aunt cousin nephew niece grandfather grandmother partner friend colleague fiancé fiancée
   undersecretary under-secretary attorney-general secretary-general director-general treasurer solicitor-general governor-general
   lt gen col maj capt cmdr adm sgt cpl brig sen rep gov pres supt insp det atty amb gov-elect president-elect minister-designate
   chairperson vice-chairman vice-chair vice-chancellor vicechancellor rector dean principal headmaster headteacher registrar
   midwife veterinarian blogger youtuber influencer tycoon magnate heir statesman diplomat negotiator mediator rapporteur
   ombudsman auditor comptroller accountant clerk librarian curator archaeologist anthropologist epidemiologist virologist
   paramedic firefighter policeman policewoman soldier veteran sailor airman marine guard ranger hunter fisher sprinter runner swimmer cyclist
   boxer wrestler golfer jockey rider driver racer footballer cricketer tennis-player gymnast skater skier athlete medallist medalist`,
);

/** What may stand before a role inside a title: 'Prime Minister', 'Deputy Foreign Minister', 'Acting Chief Executive'. */
export const TITLE_MODIFIERS = wordSet(
  `prime foreign defense defence interior finance health education justice labour labor trade environment energy economy
   transport agriculture culture sports tourism home external internal public information communications planning housing
   development industry commerce former ex then late acting interim deputy vice assistant associate senior junior first second
   chief supreme lead co executive managing general attorney solicitor state federal national regional provincial local
   special permanent principal press political military police army air navy district county city house senate majority minority
   opposition shadow honorary emeritus human resources affairs security intelligence cabinet union party parliamentary presidential
   crown grand high head team squad staff nobel oscar rear wing flight brigade lance warrant petty lieutenant major
   brigadier colonel inspector detective two-star three-star four-star retired elect designate`,
);

/** After a name: 'Jr.', 'III'. */
export const NAME_SUFFIXES = wordSet('jr jr. sr sr. ii iii iv phd ph.d. md m.d. esq esq. obe mbe cbe kbe qc kc sc');

/** Roles whose holder the text may call he or she. */
export const MALE_ROLES = wordSet(
  `mr sir lord king prince duke count baron emperor sultan emir sheikh father brother monsieur herr señor senor don spokesman chairman congressman councilman
   businessman policeman husband son uncle nephew grandfather actor widower headmaster fisherman statesman airman gunman boyfriend man boy gentleman batsman pope
   archbishop cardinal ayatollah imam mullah`,
);
export const FEMALE_ROLES = wordSet(
  `mrs ms miss dame lady queen princess duchess countess baroness empress madam madame mme mlle frau señora senora doña sister spokeswoman
   chairwoman congresswoman councilwoman businesswoman policewoman wife daughter mother aunt niece grandmother actress widow nun midwife headmistress
   girlfriend woman girl smt stateswoman`,
);
