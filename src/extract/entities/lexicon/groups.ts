import { wordSet } from './word-set.ts';

/** Religions' followers, ethnic groups and peoples beyond the demonyms of states; singular and plural, lower case. */
export const GROUPS = wordSet(
  `muslim|muslims|christian|christians|jew|jews|jewish|hindu|hindus|buddhist|buddhists|sikh|sikhs|catholic|catholics|roman catholic|roman catholics|protestant|protestants
   |orthodox|sunni|sunnis|shia|shias|shiite|shiites|shi'ite|shi'ites|shi’ite|shi’ites|shi'a|alawite|alawites|druze|yazidi|yazidis|yezidi|yezidis|copt|copts|coptic
   |islamic|islamist|islamists|salafi|salafis|salafist|salafists|wahhabi|wahhabis|mormon|mormons|evangelical|evangelicals|anglican|anglicans|baptist|baptists
   |methodist|methodists|lutheran|lutherans|presbyterian|presbyterians|quaker|quakers|jesuit|jesuits|zionist|zionists|ahmadi|ahmadis|ismaili|ismailis|zoroastrian|zoroastrians|bahai|jain|jains
   |kurd|kurds|kurdish|arab|arabs|arabic|persian|persians|pashtun|pashtuns|tajik|tajiks|hazara|hazaras|uzbek|uzbeks|uighur|uighurs|uyghur|uyghurs|tibetan|tibetans|rohingya|rohingyas|chechen|chechens
   |tatar|tatars|roma|romani|sami|basque|basques|catalan|catalans|breton|bretons|flemish|walloon|walloons|scot|scots|scottish|welsh|english|englishman|englishmen|briton|britons|brit|brits
   |frenchman|frenchmen|dutchman|dutchmen|irishman|irishmen|spaniard|spaniards|pole|poles|dane|danes|swede|swedes|finn|finns|turk|turks|serb|serbs|croat|croats|slovak|slovaks|slovene|slovenes|czech|czechs
   |bosniak|bosniaks|greek|greeks|cypriot|cypriots|palestinian|palestinians|bedouin|bedouins|berber|berbers|tuareg|tuaregs|hausa|fulani|yoruba|igbo|zulu|zulus|xhosa|tutsi|tutsis|hutu|hutus|kikuyu|luo|maasai|masai|oromo|oromos|tigrayan|tigrayans|amhara|amharas|dinka|nuer
   |han|hui|manchu|mongol|mongols|hmong|karen|kachin|shan|mon|tamil|tamils|sinhalese|punjabi|punjabis|bengali|bengalis|gujarati|gujaratis|kashmiri|kashmiris|sindhi|sindhis|baloch|balochi|bihari|biharis|marathi|telugu|malayali|dalit|dalits|gurkha|gurkhas
   |first nation|first nations|maori|māori|aboriginal|aborigines|inuit|cherokee|navajo|sioux|apache|lakota|maya|mayan|mayans|mapuche|aymara|quechua|guarani|guaraní|métis|cree|ojibwe|mohawk
   |european|europeans|african|africans|asian|asians|american|americans|african american|african americans|african-american|african-americans|asian american|asian americans|latin american|latin americans|native american|native americans|south american|south americans|north american|north americans|latino|latinos|latina|latinas|latinx|hispanic|hispanics|caucasian|caucasians
   |caribbean|scandinavian|scandinavians|nordic|baltic|balkan|slavic|slav|slavs|soviet|soviets|western|westerner|westerners|mediterranean|polynesian|polynesians|melanesian|melanesians|eurasian|middle eastern|east african|west african|north african|south asian|southeast asian|central asian|arabian|pan-african|trans-atlantic|anglo-saxon
   |republican|republicans|democrat|democrats|democratic|conservative|conservatives|tory|tories|communist|communists|socialist|socialists|nazi|nazis|marxist|marxists|maoist|maoists|baathist|baathists|zapatista|zapatistas|sandinista|sandinistas|peronist|peronists|leninist|fascist|fascists|chavista|chavistas
   |filipino|filipinos|filipina|filipinas|philippine|argentine|argentines|argentinian|argentinians|new zealander|new zealanders|kiwi|kiwis|aussie|aussies|saudi|saudis|emirati|emiratis|qatari|qataris|kuwaiti|kuwaitis|omani|omanis|bahraini|bahrainis|yemeni|yemenis|iraqi|iraqis|afghan|afghans|pakistani|pakistanis|israeli|israelis
   |puerto rican|puerto ricans|texan|texans|californian|californians|new yorker|new yorkers|londoner|londoners|parisian|parisians|muscovite|muscovites|bavarian|bavarians|sicilian|sicilians|corsican|corsicans|crimean|siberian|abkhaz|ossetian|ossetians|karabakh armenians|hong konger|hong kongers|cantonese|mandarin|okinawan|quebecois|québécois|quebecer|quebecers|darfuri|darfuris|gazan|gazans|kosovar|kosovars|taiwanese|macanese|byzantine|ottoman|roman|romans|swahili|hebrew|latin|creole|creoles|burmese|siamese|tagalog|hindi|urdu|farsi|pashto|dari|amharic|somali|yiddish|gaelic|esperanto|kannada|malayalam|khmer|afrikaans|mandarin chinese|trinidadian|trinidadians|motswana|batswana|basotho|nepalese|nepali|nepalis|bangladeshi|bangladeshis`,
);

/** Groups whose name is as often a person's. */
export const DOUBTFUL_GROUPS = wordSet('han hui mon shan karen luo roma sami mandarin latin dane finn');

/** The country of a group that is not its demonym in the data: 'Spaniard', 'Dutchman'. ISO 3166-1 alpha-2. */
export const GROUP_COUNTRY: ReadonlyMap<string, string> = new Map(
  Object.entries({
    scot: 'GB',
    scots: 'GB',
    scottish: 'GB',
    welsh: 'GB',
    english: 'GB',
    englishman: 'GB',
    englishmen: 'GB',
    briton: 'GB',
    britons: 'GB',
    brit: 'GB',
    brits: 'GB',
    frenchman: 'FR',
    frenchmen: 'FR',
    dutchman: 'NL',
    dutchmen: 'NL',
    irishman: 'IE',
    irishmen: 'IE',
    spaniard: 'ES',
    spaniards: 'ES',
    pole: 'PL',
    poles: 'PL',
    dane: 'DK',
    danes: 'DK',
    swede: 'SE',
    swedes: 'SE',
    finn: 'FI',
    finns: 'FI',
    turk: 'TR',
    turks: 'TR',
    serb: 'RS',
    serbs: 'RS',
    croat: 'HR',
    croats: 'HR',
    slovak: 'SK',
    slovaks: 'SK',
    czech: 'CZ',
    czechs: 'CZ',
    greek: 'GR',
    greeks: 'GR',
    palestinian: 'PS',
    palestinians: 'PS',
    saudi: 'SA',
    saudis: 'SA',
    philippine: 'PH',
    filipino: 'PH',
    filipinos: 'PH',
    filipina: 'PH',
    filipinas: 'PH',
    argentine: 'AR',
    argentines: 'AR',
    argentinian: 'AR',
    argentinians: 'AR',
    nepalese: 'NP',
    nepali: 'NP',
    nepalis: 'NP',
    burmese: 'MM',
    american: 'US',
    americans: 'US',
    texan: 'US',
    texans: 'US',
    californian: 'US',
    californians: 'US',
    taiwanese: 'TW',
    republican: 'US',
    republicans: 'US',
    democrat: 'US',
    democrats: 'US',
    tory: 'GB',
    tories: 'GB',
    emirati: 'AE',
    emiratis: 'AE',
    afghan: 'AF',
    afghans: 'AF',
    iraqi: 'IQ',
    iraqis: 'IQ',
    kosovar: 'XK',
    kosovars: 'XK',
  }),
);
