import { readFile } from 'node:fs/promises';
import { parseOpml } from 'feedsmith';
import { ClientError } from '../domain/client-error.ts';
import { isAddress } from './find-inputs.ts';

interface Outline {
  readonly xmlUrl?: string | undefined;
  readonly outlines?: readonly Outline[] | undefined;
}

/**
 * The addresses of feeds, each once: those that are given, and those in the files that are, an address a line (`#` begins a comment) or
 * OPML, as feed readers export it.
 * @throws ClientError that names what is no address, or the file that cannot be read
 */
export async function readFeedList(places: readonly string[]): Promise<readonly string[]> {
  const urls = new Set<string>();
  for (const place of places) {
    if (isAddress(place)) urls.add(new URL(place).href);
    else for (const url of await addressesIn(place)) urls.add(url);
  }
  if (urls.size === 0) throw new ClientError('BAD_USER_INPUT', `${places.join(', ')} holds no address of a feed.`);
  return [...urls];
}

async function addressesIn(path: string): Promise<string[]> {
  const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : error.message;
    throw new ClientError('BAD_USER_INPUT', `${path} is neither an address nor a list of them: ${reason}.`);
  });
  if (text.trimStart().startsWith('<')) return addressesInOpml(path, text);
  return text.split('\n').flatMap((line, index) => {
    const address = line.replace(/(?:^|\s)#.*$/, '').trim();
    if (address === '') return [];
    return checked(address, `line ${index + 1} of ${path}`);
  });
}

function addressesInOpml(path: string, text: string): string[] {
  const outlines = outlinesIn(text);
  if (outlines === null) throw new ClientError('BAD_USER_INPUT', `${path} begins as OPML does, and cannot be read.`);
  const below = (outline: Outline): string[] => [
    ...(outline.xmlUrl ? [checked(outline.xmlUrl.trim(), path)] : []),
    ...(outline.outlines ?? []).flatMap(below),
  ];
  return outlines.flatMap(below);
}

/** null for what is no OPML. */
function outlinesIn(text: string): readonly Outline[] | null {
  try {
    return parseOpml(text).body?.outlines ?? [];
  } catch {
    return null;
  }
}

function checked(address: string, where: string): string {
  if (isAddress(address) && URL.canParse(address)) return new URL(address).href;
  throw new ClientError('BAD_USER_INPUT', `'${address}', in ${where}, is no http or https address.`);
}
