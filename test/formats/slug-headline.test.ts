import { describe, expect, it } from 'vitest';
import { headlineFromSlug } from '../../src/formats/slug-headline.ts';

describe('headlineFromSlug', () => {
  it.each([
    [
      'takes names and acronyms from inside sentences',
      'ferries-of-nmo-return-to-port-vella',
      'The NMO said its ferries return to Port Vella.',
      'Ferries of NMO return to Port Vella',
    ],
    [
      'does not go by the capitals that begin sentences',
      'storm-hits-ferries',
      'Ferries stopped. Storm warnings hold. “Storm or not,” she said, the storm and the ferries …',
      'Storm hits ferries',
    ],
    [
      'lets the commonest form win',
      'the-council-votes',
      'It told the council. He told the Council. The clerk asked the Council.',
      'The Council votes',
    ],
    [
      'keeps the capital of a name that only begins sentences',
      'crews-follow-marlow',
      'Marlow spoke first.',
      'Crews follow Marlow',
    ],
    [
      'writes function words small, wherever they stood',
      'roe-wins-the-day',
      'The day came. Roe wins.',
      'Roe wins the day',
    ],
    [
      'brings back points and possessives',
      'vellas-mayor-meets-us-envoy',
      'He met a U.S. envoy, Vella’s mayor said.',
      'Vella’s mayor meets U.S. envoy',
    ],
    ['brings back accents', 'cafe-of-andre-closes', 'The café of André shut.', 'Café of André closes'],
    ['reads the parts of compounds', 'nmo-led-ferry', 'An NMO-led ferry', 'NMO led ferry'],
    ['leaves words that the body has not', 'bridge-shut', 'Nothing of the kind.', 'Bridge shut'],
    ['keeps the capitals of a slug that has its own', 'Bridge-Shut', '', 'Bridge Shut'],
    ['leaves a small letter before a capital', 'iphone-found', 'An iPhone was found.', 'iPhone found'],
    ['begins with a number as it is', '10-ferries', 'ten', '10 ferries'],
  ])('%s', (_, slug, body, headline) => {
    expect(headlineFromSlug(slug.split('-'), body)).toBe(headline);
  });
});
