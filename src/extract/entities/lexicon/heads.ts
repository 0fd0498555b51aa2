import { wordSet } from './word-set.ts';

/** Last words of the name of an organisation. Lower case. */
export const ORGANIZATION_HEADS = wordSet(
  `ministry department agency authority commission committee council board bureau office administration directorate secretariat
   service services ministry inspectorate police constabulary army navy force forces guard guards corps marines regiment
   brigade battalion division squadron fleet militia command parliament senate congress assembly legislature cabinet
   government court courts tribunal judiciary prosecution chamber party union federation confederation league alliance coalition front movement
   brotherhood association society institute institution foundation trust fund charity organization organisation network
   forum club academy college university school faculty polytechnic conservatory seminary museum gallery library orchestra choir
   theatre theater ensemble hospital clinic infirmary bank banks exchange insurance group holdings holding company companies corporation
   corp industries enterprises partners associates brothers sons airlines airways air railways railroad motors electric
   electronics steel oil gas petroleum energy power mining minerals resources foods beverages brewery breweries pharmaceuticals
   pharma laboratories labs technologies technology systems software solutions media news times post herald tribune gazette
   journal guardian observer telegraph chronicle courier mail mirror star sun ledger dispatch examiner inquirer press standard
   examiner globe bulletin review broadcasting television tv radio channel newspaper newspapers daily weekly magazine publishing publications pictures studios
   records entertainment productions sports united city rovers wanderers athletic albion rangers celtic fc cf afc sc ac
   team crew cooperative consortium venture ventures capital securities investments advisors advisers consulting consultants properties
   realty developers development logistics shipping lines express telecom telecommunications communications mobile networks
   church diocese archdiocese synod presbytery mission ministries vatican see congregation
   taskforce watchdog ombudsman secretariat mission embassy consulate delegation treasury exchequer reserve constabulary
   casino restaurant restaurants stores store supermarket supermarkets retail bakery cafe
   cartel gang mafia jihad caliphate resistance organisation syndicate guild lodge order scouts
   campaign initiative programme program project watch international worldwide global research centre center council's
   collective cooperative observatory secretariat registry panel unit taskforce team interpol ombudsman foundation's presidency judiciary
   football basketball cricket rugby hockey athletics olympic motorsport racing
   microfinance lab observatory senate works utility utilities estates commons lords representatives deputies`,
);

/** Of these, the ones that as often end the name of something else; without further support they weigh less. */
export const WEAK_ORGANIZATION_HEADS = wordSet(
  `city star sun mail post press review standard mirror globe order front command service services power energy division office
   project program programme initiative mission research centre center resources development watch campaign capital air air power
   international global electric union sports team unit panel works express lines channel school college church library
   museum gallery restaurant cafe theatre theater hospital clinic daily weekly racing football school commons united see air`,
);

/** Heads that take 'of' or 'for': 'Ministry of Finance', 'Center for Policy Studies'. */
export const OF_HEADS = wordSet(
  `ministry department university bank house houses court courts church council board office bureau institute association federation
   republic kingdom union league organization organisation center centre school college academy society commission committee
   army party movement front chamber faculty authority directorate foundation fund trust agency network coalition alliance
   assembly confederation conference congress brotherhood ministry secretariat museum order knights sons daughters friends
   central reserve bar inspectorate institution diocese archdiocese palace senate parliament division registrar registry guild
   state states emirate sultanate territory commonwealth gulf bay sea strait straits cape isle isles lake mount port island islands
   battle war treaty siege games festival day feast group team forum campaign initiative programme program project partnership
   tower bridge temple cathedral basilica mosque hospital library command company companies confederation doctors reporters
   physicians economic development ministers citizens students lawyers teachers scientists women mothers parents people voice
   school's call declaration convention agreement act bill charter constitution code law organisation's union's nations city fc
   system community panel conference convention service services museum programme operation friends alliance national emirates`,
);

/** Company forms, which end or follow a company's name. */
export const COMPANY_FORMS = wordSet(
  `inc inc. corp corp. ltd ltd. llc llp plc co co. company limited gmbh ag sa s.a. spa s.p.a. nv n.v. bv b.v. ab oyj oy as asa kk sdn bhd
   pty pte pvt pvt. lp l.p. sarl srl kgaa incorporated corporation bros bros. jsc pjsc ojsc llc. psc qpsc`,
);

/** Last words of the name of a place. */
export const PLACE_HEADS = wordSet(
  `river rivers lake lakes sea ocean gulf bay strait straits channel canal creek falls island islands isle isles peninsula archipelago
   mountain mountains mount hill hills range valley canyon desert plateau plain plains forest rainforest delta basin coast reef
   cape beach province district county state region territory prefecture oblast governorate municipality city town township village borough
   parish ward suburb quarter neighborhood neighbourhood street avenue road boulevard lane drive highway motorway expressway
   square plaza park gardens garden zoo reserve bridge tunnel dam tower towers building hall arena stadium airport airbase
   aerodrome station terminal harbor harbour port pier wharf castle palace fort fortress cathedral basilica mosque temple synagogue shrine
   monastery abbey cemetery prison jail barracks camp checkpoint crossing border refinery plant mine oilfield field mall market
   coast bank strip heights springs crossroads junction estate farm ranch theatre concert-hall racecourse circuit ring pass
   hotel tower hemisphere continent emirate sultanate republic kingdom metro subway railway wall monument memorial`,
);

/** First words of the name of a place: 'Lake Chad', 'Mount Kenya', 'Fort Worth'. */
export const PLACE_PREFIXES = wordSet(
  'lake mount mt mt. cape fort ft. port san santa santo são sao st. saint sainte saint- puerto rio río costa isla monte villa el los las nueva ciudad puerto tel tell wadi jebel jabal ras bab deir dayr khan bandar bukit playa playas cayo cabo torre calle avenida plaza barrio parque rue mont château jalan alto kuala kampung pulau gunung sungai new north south east west upper lower greater central northern southern eastern western gulf bay isle port-',
);

/** Of these, the ones that stand before nothing else. */
export const SURE_PLACE_PREFIXES = wordSet(
  'lake mount mt mt. fort cape playa playas cayo cabo torre calle avenida plaza barrio parque rue jalan isla río rio puerto bukit kampung pulau gunung sungai wadi jebel jabal bandar kuala tell',
);

/** Points of the compass and the like before the name of a place, part of it when capitalised. */
export const COMPASS = wordSet(
  'north south east west northern southern eastern western central upper lower greater northeast northwest southeast southwest northeastern northwestern southeastern southwestern mid inner outer',
);

/** Last words of the name of an event. */
export const EVENT_HEADS = wordSet(
  `summit cup games olympics paralympics championship championships tournament trophy open prix marathon derby final finals playoffs
   festival biennale carnival expo exposition fair conference convention congress symposium forum war wars revolution uprising
   rebellion intifada genocide holocaust massacre crisis pandemic election elections referendum primary primaries debate talks accords
   awards award prize ceremony gala parade rally march earthquake hurricane typhoon cyclone tsunami flood floods eclipse
   bowl series league-cup challenge spring awakening day week anniversary offensive operation campaign strike siege battle coup
   jubilee coronation inauguration hajj ramadan eid christmas easter hanukkah diwali passover`,
);
/** First words of the name of an event. */
export const EVENT_PREFIXES = wordSet(
  'hurricane typhoon cyclone tropical storm operation battle war siege treaty cop tour feast gulf world',
);

/** Things that are made, named or agreed: neither person, place nor organisation. */
export const WORK_HEADS = wordSet(
  'act bill law treaty agreement accord protocol convention constitution charter declaration resolution amendment code covenant manifesto doctrine report index survey bible quran koran torah novel symphony concerto plan deal pact policy strategy scheme framework',
);
export const PRODUCT_HEADS = wordSet(
  'aircraft jet missile rocket satellite spacecraft vaccine phone smartphone console tablet engine tank rifle app browser telescope rover',
);

/** Lower-case nouns after a name that tell what it is: 'Salt province', 'Harbour newspaper'. */
export const PLACE_NOUNS_AFTER = wordSet(
  `province provinces district region city town village state county island islands peninsula governorate prefecture municipality neighborhood neighbourhood suburb area border
   river lake valley mountains mountain coast airport port harbor harbour street road highway square park bridge stadium desert sea strait capital metropolis
   township emirate borough parish community communities station beach enclave territory residents resident camp prison jail hospital university metro`,
);
export const ORGANIZATION_NOUNS_AFTER = wordSet(
  `party newspaper daily magazine company firm group militia network television channel tv radio website agency airline club team bank brand giant
   movement coalition militants fighters gunmen spokesman spokeswoman spokesperson members employees executives leader leaders leadership officials
   shareholders shares stock insurgents rebels ceo chairman board chief subsidiary manufacturer carmaker automaker retailer union cartel gang app headquarters
   supporters lawmakers news affiliate loyalists faction bloc campaigners foundation organisation organization jihadists extremists terrorists`,
);
/** Nouns before 'of' or right before a name that make it a place: 'the town of Salt', 'in capital Amman'. */
export const PLACE_NOUNS_BEFORE = wordSet(
  `city town village province district region state county island port capital suburb municipality neighborhood neighbourhood area township prefecture governorate
   outskirts streets north south east west coast enclave hamlet commune peninsula mountains mountain hills valley river border republic country nation territory
   resort settlement emirate kingdom village centre center airport park downtown central northern southern eastern western upstate rural outside near`,
);
/** Nouns right before a name that make it an organisation: 'carmaker Tarn', 'the militant group Sons of the Sea'. */
export const ORGANIZATION_NOUNS_BEFORE = wordSet(
  `group company firm party newspaper daily magazine agency network carmaker automaker manufacturer retailer airline bank giant startup start-up operator
   broadcaster channel station website charity organisation organization ngo nonprofit non-profit union club team side rival rivals champions conglomerate
   watchdog regulator lender insurer developer publisher brand chain maker producer supplier militia movement faction outlet tabloid weekly contractor consultancy`,
);
/** Nouns before a name in capitals that make it a work: 'the film Harbour Lights'. */
export const WORK_NOUNS_BEFORE = wordSet(
  'film movie book novel song album single play musical opera poem memoir biography autobiography documentary series show sitcom drama comedy thriller article essay painting sculpture game videogame report study bestseller blockbuster podcast magazine column titled entitled called',
);
