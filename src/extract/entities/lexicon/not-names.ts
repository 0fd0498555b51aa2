import { wordSet } from './word-set.ts';

export const CALENDAR = wordSet(
  `monday tuesday wednesday thursday friday saturday sunday mon tue tues wed thu thur thurs fri sat mon. tue. tues. wed. thu. thurs. fri. sat. sun.
   january february march april may june july august september october november december
   jan. feb. mar. apr. jun. jul. aug. sep. sept. oct. nov. dec. jan feb mar apr jun jul aug sep sept oct nov dec`,
);

/** Acronyms and signs that stand for no organisation. */
export const NOT_ORGANIZATIONS = wordSet(
  `tv ai it id mou ngo gdp gnp dna rna pcr fir cpi lgbt lgbtq nft icu ipo hh hm hrh mw kw oc ac dc er iq hr pr vr ar ev evs suv usd aed inr rm rs dh sr omr kd qr ngn zar php thb idr myr sgd hkd twd cny rmb jpy krw chf cad aud nzd btc eth
   eez cbd hq vat gst mri ct ppe who's npl ppp sme smes it ict iot api url html http app ott pov dj mc bc ad bce ce am pm ist wib wat cat eat sast gst ok vs q1 q2 q3 q4 h1 h2 fy yoy mom apr roi esg csr kpi r&d b2b imei gsm lte wifi wi-fi usb led lcd hd uhd rpm mpg psi
   lng lpg mmbtu bpd teu dwt nm mt kt covid sars mers hiv aids std tb adhd ptsd iv bmi ivf dui mvp rbi era td pga tko ko var xi xv ii iii iv vi vii viii ix iia bsc msc mba llb llm phd md ma ba gcse sat act iq ielts toefl jee neet`,
);

/** Words that are no name by themselves, however capitalised. */
export const NOT_NAMES = wordSet(
  `the a an this that these those i me my mine we us our ours you your yours he him his she her hers it its they them their theirs one
   and or but nor so yet for of in on at by to from with without within into onto upon over under above below between among
   amid amidst during before after since until till while when where why how what which who whom whose because although though
   if unless whether as than then there here now today tomorrow yesterday tonight however meanwhile moreover furthermore nevertheless
   nonetheless therefore thus hence instead besides also too not no yes ok okay oh well please thanks thank sorry hello hi dear
   all any both each every either neither few many more most much several some such other another same own only just even still
   already again once twice first second third fourth fifth last next later earlier early late soon ago despite according
   additionally finally recently currently previously originally eventually apparently reportedly allegedly officially
   link links photo photos image images video watch read share follow subscribe updated update published posted source sources credit
   file caption advertisement related more story stories click sign copyright rights reserved editor's note correction breaking exclusive
   opinion analysis editorial comment comments q a vs vs. versus via per etc etc. e.g. i.e. a.m. p.m. am pm gmt utc est edt pst bst cet ad bc
   god allah internet web covid covid-19 coronavirus aids hiv ebola sars dna tv cctv gdp sms pdf atm gps id ids faq cv dvd cd pc phd mba ceo cfo coo ceos mp mps pm vip sos rip usd eur gbp km kg mph
   english-language roman latin constitution parliament's lockdown mother dad mum mom father son prime minister ministers president presidents senator governor
   professor judge justice king queen prince princess general colonel captain officer chief director chairman secretary spokesperson spokesman spokeswoman
   mr mrs ms miss dr sir madam prof rev hon lt gen col capt sgt maj adm sen rep gov st
   let get go do did does done is are was were be been being have has had will would can could should shall may might must
   like just like-minded really never ever always often sometimes maybe perhaps indeed certainly clearly obviously
   ms. mr. mrs. dr. prof. rev. gen. lt. col. capt. sgt. maj. adm. sen. rep. gov. no. nos. dollar dollars euro euros pound pounds rupees yen
   north south east west northern southern eastern western central state federal national international
   part chapter section article page volume figure table appendix annex phase round group stage level grade class type model series season episode
   live latest new old big good bad great best worst high low long short
   monday's man woman men women people boy girl child children kid kids baby team day year years month week`,
);
