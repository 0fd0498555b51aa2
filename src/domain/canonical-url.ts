/** Longer addresses are refused: PostgreSQL cannot index them, and no browser shares them. */
const MAX_URL_LENGTH = 2_000;

/** Parameters that say how a reader came, never what he reads; besides all that start with `utm_`. */
const TRACKING_PARAMETERS: ReadonlySet<string> = new Set(
  (
    '_ga _gl at_campaign at_medium dclid fbclid gbraid gclid gclsrc igsh igshid mc_cid mc_eid mkt_tok msclkid ' +
    'ns_campaign ns_linkname ns_mchannel ns_source smid smtyp srsltid ttclid twclid wbraid xtor yclid'
  ).split(' '),
);

/**
 * The normal form in which an address is kept and shown: scheme and host in lower case, international hosts in
 * punycode, dot segments resolved, without default port, user name and password, fragment and tracking parameters
 * (`utm_*`, `fbclid`, `gclid` and their like). What remains stays byte for byte and in its order: scheme, `www.`,
 * trailing slash, case of the path, parameters. Whether two addresses are one article is for `articleKey` to say.
 * @returns null for what is no absolute http or https URL, has blanks inside, or is longer than 2,000 characters.
 */
export function canonicalUrl(text: string): string | null {
  const trimmed = text.trim();
  if (!/^https?:\/\/\S+$/i.test(trimmed) || !URL.canParse(trimmed)) return null;
  const url = new URL(trimmed);
  url.username = '';
  url.password = '';
  url.hash = '';
  url.search = url.search.slice(1).split('&').filter(identifies).join('&');
  return url.href.length > MAX_URL_LENGTH ? null : url.href;
}

/**
 * What identifies an article by its address: the canonical URL without scheme, leading `www.` and trailing slash of the
 * path. `http://www.a.example/b/?p=1` and `https://a.example/b?p=1` are one article.
 * @param url as `canonicalUrl` gives it
 */
export function articleKey(url: string): string {
  const { host, pathname, search } = new URL(url);
  return host.replace(/^www\./, '') + pathname.replace(/\/$/, '') + search;
}

function identifies(parameter: string): boolean {
  const name = parameter.split('=', 1).join('').toLowerCase();
  return name !== '' && !name.startsWith('utm_') && !TRACKING_PARAMETERS.has(name);
}
