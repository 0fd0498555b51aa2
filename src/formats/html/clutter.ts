import type { PageElement } from './dom.ts';

/** What stands around an article or is set into it, by the elements and roles that say so. */
const BY_ROLE =
  'nav, footer, aside, figcaption, dialog, [role=navigation], [role=contentinfo], [role=complementary], [role=banner], ' +
  '[role=dialog], [role=alertdialog], [role=search], [role=menu], [role=menubar], [role=tooltip], [hidden], [aria-modal=true], ' +
  '[itemtype$="/WPAdBlock"], [itemtype$="/BreadcrumbList"], [itemtype$="/ImageObject"] [itemprop=caption]';

/** The same by the words that make up an element's id and classes. */
const BY_NAME = new RegExp(
  `(?:^|[\\s_-])(?:${[
    'ad|ads|adbox|adslot|advert|advertisement|advertorial|sponsored?|promo|promos|promoted|promotion|taboola|outbrain|affiliate',
    'related|relateds|recirc|recirculation|recommended|recommendations?|read-?more|read-?also|read-?next|also-?read|see-?also|more-?stories|more-?from|more-?on|most-?(?:read|popular|viewed)|trending|popular-?posts|next-?(?:article|post|up)|prev(?:ious)?-?(?:article|post)|you-?may-?(?:also-?)?like',
    'newsletters?|subscribe|subscription|signup|sign-?up|optin|opt-in|mailchimp|cta|call-?to-?action|paywall|piano|regwall|login',
    'share|sharing|sharedaddy|shares|social|socials|follow-?us|addtoany|addthis',
    'cookie|cookies|consent|gdpr|ccpa|onetrust|cmp|privacy-?(?:banner|notice)|disclaimer|disclosure',
    'comments?|respond|disqus|livefyre|feedback|rating|ratings|survey|poll',
    'breadcrumbs?|pagination|pager|pagenavi|toolbar|menu|navbar|nav|navigation|sidebar|masthead|topbar|skip-?link|toc|table-?of-?contents',
    'byline|author-?(?:bio|box|info|card|block|profile|details|description)|about-?(?:the-?)?author|post-?meta|entry-?meta|article-?meta|meta-?data|dateline|timestamp|post-?date|reading-?time|read-?time',
    'caption|captions|wp-caption-text|credit|credits|photo-?credit|image-?credit|media-?credit|gallery|slideshow|carousel|lightbox|thumbnails?',
    'tags|tag-?list|taglist|post-?tags|topics|keywords|categories|popup|modal|overlay|tooltip|hidden|visually-?hidden|sr-only|screen-?reader-?text|noprint|print-?only',
    'infobox',
  ].join('|')})(?:$|[\\s_-])`,
  'i',
);

/** However much of the text it has. */
const NEVER_TEXT = 'nav, [role=navigation], [hidden]';

/** An element with more of the text than this is the article itself, whatever it is called. */
const MOST_CLUTTER = 0.3;
/** Paragraphs this long are prose; clutter may hold a few, as an author's life or a plea to subscribe. */
const PROSE_LENGTH = 100;
const MOST_PROSE = 4;

/** Takes out of an article what is no part of it, so far as the markup says so. */
export function removeClutter(content: PageElement): void {
  const whole = content.textContent.length;
  for (const element of [...content.querySelectorAll(`${BY_ROLE}, [class], [id]`)]) {
    if (!element.parentNode || !isNamedClutter(element)) continue;
    const { length } = element.textContent;
    if (length > whole * MOST_CLUTTER && !element.matches(NEVER_TEXT)) continue;
    if (proseIn(element) > MOST_PROSE) continue;
    element.remove();
  }
}

function isNamedClutter(element: PageElement): boolean {
  if (element.matches(BY_ROLE)) return true;
  if (/^(?:BODY|ARTICLE|MAIN|H[1-6]|A|EM|STRONG|B|I)$/.test(element.tagName)) return false;
  return BY_NAME.test(nameOf(element));
}

function proseIn(element: PageElement): number {
  let count = 0;
  for (const paragraph of element.querySelectorAll('p'))
    if (paragraph.textContent.trim().length >= PROSE_LENGTH) count++;
  return count;
}

/** The windows in which pages ask what they may keep. They come first, and are prose. */
const CONSENT =
  /(?:^|[\s_-])(?:onetrust|didomi|cybotcookiebot\w*|qc-cmp\w*|sp_message\w*|truste|trustarc|usercentrics|ot-sdk\w*|cookie-?(?:banner|bar|notice|consent|law|policy-?popup)|gdpr|ccpa|consent-?(?:banner|manager|modal|popup|dialog))(?:$|[\s_-])/i;

/** Takes the questions about cookies out of a page. */
export function removeConsent(body: PageElement): void {
  for (const element of [...body.querySelectorAll('div[class], div[id], section[class], section[id]')]) {
    if (element.parentNode && CONSENT.test(nameOf(element)) && !element.querySelector('h1, article, main'))
      element.remove();
  }
}

function nameOf(element: PageElement): string {
  return `${element.getAttribute('class') ?? ''} ${element.getAttribute('id') ?? ''}`.replace(
    /([a-z])([A-Z])/g,
    '$1-$2',
  );
}
