import { ownText } from '../../text/own-text.ts';

const MOST_NAMES = 20_000;

/** What a function tells of a name, remembered: a text names the same few again and again, and each is asked about many times. */
export function remembered<Told>(tell: (name: string) => Told): (name: string) => Told {
  const known = new Map<string, Told>();
  return (name) => {
    let told = known.get(name);
    if (told === undefined) {
      const own = ownText(name);
      told = tell(own);
      if (known.size >= MOST_NAMES) known.clear();
      known.set(own, told);
    }
    return told;
  };
}
