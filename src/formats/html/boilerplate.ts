import type { Block } from './blocks.ts';

/** What readers are told beside the article, wherever it stands. Whole lines only, and short ones. */
const LONGEST_NOTE = 260;
const NOTES: readonly RegExp[] = [
  /^(?:advert|advertisements?|advertising|publicité|anzeige|publicidad|ad|sponsored(?: content)?|promoted|story continues below(?: advertisement)?|article continues (?:below|after)(?: (?:this )?ad(?:vertisement)?)?|continue reading(?: below)?|continues below)\W*$/i,
  /^(?:share|tweet|email|print|save|copy link|listen|watch|play|loading|comments?|\d+ comments?|post comment.*|show caption|hide caption|view gallery|image|close|menu|search|subscribe|sign in|log in|sign up|follow|more|read more|learn more|see more|show more|view more|next|previous|back to top|skip to (?:main )?content|jump to|share (?:this|on|via|with).{0,60}|enlarge(?: (?:this )?image)?|getty images|reuters|ap|afp|file photo|tags?)\W*$/i,
  /^(?:read (?:more|also|next|this)|also read|see (?:also|more)|more (?:on|from|about|stories)|related(?: (?:article|articles|content|links?|news|posts?|reading|stories|story|topics|video|coverage))?|recommended(?: (?:for you|reading|stories))?|don[’']t miss|you (?:may|might) (?:also )?(?:like|be interested in)|(?:watch|listen|must read|must see|editor[’']s picks?|trending|in other news|further reading|up next|explore more)(?= *[:|–—]))(?:\s*[:|–—-].*)?\W*$/i,
  /^(?:\(?leggi anche|lire aussi|à lire aussi|lesen sie auch|lee también|leer más|mehr zum thema|lees ook|leia (?:também|mais))\b.*$/i,
  /^(?:click|tap) (?:here|to)\b.*$/i,
  /^(?:get|download|install) (?:the|our) .{0,60}\bapp\b.*$/i,
  /\b(?:by )?clicking here\W*$/i,
  /^(?:please )?(?:sign up|subscribe|register|join)\b.{0,120}\b(?:newsletter|newsletters|updates|inbox|emails?|channel|podcast|alerts|list|today|now|here|free|stat\+|access)\b.*$/i,
  /^(?:get|receive) .{0,80}\b(?:inbox|newsletter|newsletters|daily (?:news )?email)\b.*$/i,
  /^(?:follow|like|find|join|connect with) (?:us|me|him|her|them|the author|[\w’'. ]{2,40}) on (?:twitter|facebook|instagram|linkedin|x|threads|tiktok|google|youtube|telegram|whatsapp|bluesky|pinterest|social)\b.*$/i,
  /^(?:like|enjoyed) this (?:story|article|post)\b.*$/i,
  /^(?:if you (?:buy|purchase|click)|we (?:may )?(?:earn|receive|get)|this (?:post|article|page|site) (?:may )?contains?|purchases made through|when you (?:buy|purchase|shop)|products are chosen|all products featured|while each product)\b.*\b(?:commissions?|affiliates?|links?)\b.*$/i,
  /^(?:ftc: )?we use income earning .*$/i,
  /^(?:\(?(?:photo|photos|image|images|picture|pictures|foto|bild|video|illustration|photograph)s?(?: (?:by|credit|courtesy|source|via))?\s*[:/©]|(?:photo|image|picture|illustration|video)s? (?:by|credit|courtesy)\b|credit:|courtesy(?: of)?:? |source: (?:getty|reuters|ap|afp)|getty images|©|\(c\)|copyright ©?).{0,160}$/i,
  /^.{0,140}(?:\/|via |\| ?)(?:getty(?: images)?|reuters|shutterstock|istock(?:photo)?|unsplash|pexels|alamy|afp|ap|ap photo|epa|wireimage)\)?$/i,
  /^(?:this (?:story|article) (?:has been|was) (?:updated|shared|published|first published|originally published)|(?:first|originally) (?:published|appeared)|citation:|all rights reserved|the contents of this site|this document is subject to copyright|this material may not be published)\b.*$/i,
  /^skip past newsletter promotion\W*$|^after newsletter promotion\W*$/i,
  /^(?:https?:\/\/|www\.)\S+$|^[\w.+-]+@[\w-]+\.[\w.-]+$|^(?:twitter|facebook|instagram)\.com\/\S+$/i,
  /^(?:already|not yet|not) (?:a |have an )?(?:subscriber|member|account|registered).*$|^(?:to read the rest of this|unlock this article|view all plans|this article is (?:exclusive|for subscribers)|create (?:a free|an) account|log ?in to (?:read|comment)).*$/i,
  /^(?:estimated reading time|reading time|read time)\b.{0,30}$|^\d+[ -]?min(?:ute)?s?\.?(?: read| reading time)?$/i,
  /^lorem ipsum\b.*$/i,
  /^(?:do you )?(?:have|got) (?:a story|a tip|news|something to (?:say|tell)|any (?:comments|questions|feedback)).{0,160}$|^(?:contact|email|e-mail|write to) (?:us|me|the (?:author|reporter|writer|editor)|[\w’'. ]{3,40}) at\b.*$/i,
];

/** A heading, or a line like one, after which nothing belongs to the article. */
const ENDINGS =
  /^(?:about (?:the )?(?:authors?|writers?|contributors?|us)|author(?: bio(?:graphy)?)?|(?:more|related|other|similar|recommended|latest|popular|top|trending)(?: \S+){0,3} (?:articles?|stories|posts?|news|content|reading|reads|links?|topics|coverage|videos?|resources?)|related|more (?:from|on|about|like|in)\b.*|read (?:more|next|also)|you (?:may|might) (?:also )?(?:like|be interested).*|recommended(?: for you)?|(?:article )?(?:sources|references|citations|footnotes|endnotes)(?: .{0,20})?|share this(?: .*)?|share|tags|topics|comments?|leave a (?:reply|comment)|post a comment|\d+ (?:comments?|responses?|replies|thoughts on .*)|join the (?:conversation|discussion)|newsletters?|subscribe(?: .*)?|sign up .*|stay (?:connected|informed|up[- ]to[- ]date|in the loop).*|follow us.*|contact us|get in touch|editor[’']s (?:picks|recommendations)|don[’']t miss|up next|next article|disclaimer|up next|most (?:read|popular)|explore more.*|watch)\W*$/i;

/** Where endings are looked for: the last part of the article's text. */
const ENDING_SHARE = 0.6;

/** A line at the top that is no prose. */
const TOP_NOTES: readonly RegExp[] = [
  /^\W*(?:(?:first |last |originally )?(?:published|updated|posted|modified|created|reviewed|date)(?: on| at)?\b[:,]? ?.{0,80})$/i,
  /^\W*(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,? )?(?:\d{1,2}(?:st|nd|rd|th)? \p{L}{3,9}\.?,? \d{4}|\p{L}{3,9}\.? \d{1,2}(?:st|nd|rd|th)?,? \d{4}|\d{4}-\d\d-\d\d|\d{1,2}[./]\d{1,2}[./]\d{2,4})\b.{0,60}$/iu,
  /^(?:[Bb]y|BY|(?:[Ww]ritten|[Ww]ords|[Tt]ext|[Rr]eviewed|[Mm]edically reviewed|[Ee]dited) by|[Aa]uthor:|[Pp]ar|[Vv]on|[Pp]or|[Dd]i) ?\p{Lu}.{0,140}$/u,
  /^(?:\d+[.,]?\d* ?(?:views?|letture|shares?|likes?|comments?)|letture|views|shares?)$/i,
  /^(?:breaking(?: news)?|exclusive|opinion|news|home|latest news|updated)$/i,
];

const AUTHOR_LIFE =
  /^\(?(?:(?:dr|prof)\.? )?\p{Lu}[\p{L}.’'-]+(?: (?:\p{Lu}[\p{L}.’'-]*|de|van|von|al|el|bin)){1,3},?(?: \([^)]*\))? (?:is|was|are|has been|has (?:covered|written|worked)|covers|writes|reports|joined|holds|works|serves)\b.{0,400}\b(?:author|writer|editor|reporter|journalist|correspondent|columnist|contributor|blogger|professor|lecturer|fellow|director|founder|owner|attorney|lawyer|physician|researcher|producer|strategist|manager|specialist|analyst|freelance|covers|writes|covering|blog|staff|team|university|newsroom)\b/u;

/** How many lines at the end may be notes and an author's life. */
const TAIL = 6;

/**
 * The blocks of an article without what is said beside it: pleas, notes, links to other articles, credits of pictures; at the
 * top headline, dates and byline, at the end whatever follows the text.
 * @param headline of the article, where it is known
 */
export function withoutBoilerplate(blocks: readonly Block[], headline: string | null): Block[] {
  return withoutTail(
    withoutTop(
      blocks.filter((block) => !isNote(block)),
      headline,
    ),
  );
}

function isNote({ text, linkShare, heading, isSetOff }: Block): boolean {
  if (text.length > LONGEST_NOTE) return false;
  if (NOTES.some((note) => note.test(text))) return true;
  return linkShare > 0.9 && heading === 0 && !isSetOff && /\s\S+\s/.test(text) && !/[.!?]["”’)]*$/.test(text);
}

function withoutTop(blocks: readonly Block[], headline: string | null): readonly Block[] {
  const title = plain(headline ?? '');
  let start = 0;
  while (start < Math.min(blocks.length - 1, 8)) {
    const text = blocks[start]?.text ?? '';
    const isTitle = title !== '' && (plain(text) === title || (blocks[start]?.heading === 1 && start < 3));
    if (!isTitle && !(text.length < 200 && TOP_NOTES.some((note) => note.test(text)))) break;
    start++;
  }
  return blocks.slice(start);
}

function withoutTail(blocks: readonly Block[]): Block[] {
  const whole = blocks.reduce((sum, { text }) => sum + text.length, 0);
  let before = 0;
  let end = blocks.length;
  for (const [index, { text }] of blocks.entries()) {
    if (index > 0 && before >= whole * ENDING_SHARE && text.length < 100 && ENDINGS.test(text)) {
      end = index;
      break;
    }
    before += text.length;
  }
  for (let taken = 0; taken < TAIL && end > 1; taken++) {
    const last = blocks[end - 1];
    if (!last || !(isTrailing(last) || AUTHOR_LIFE.test(last.text))) break;
    end--;
  }
  return blocks.slice(0, end);
}

/** A heading with nothing below it, a line of links, a line of tags, dates. */
function isTrailing({ text, linkShare, heading, isSetOff }: Block): boolean {
  if (heading > 0 || (linkShare > 0.8 && !isSetOff)) return true;
  if (/^(?:tags|topics|filed under|categories|keywords|copyright|©|all rights reserved)\b/i.test(text)) return true;
  return text.length < 160 && TOP_NOTES.some((note) => note.test(text)) && !/[.!?]["”’)]*$/.test(text);
}

function plain(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
