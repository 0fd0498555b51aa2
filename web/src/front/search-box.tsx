import { useEffect, useRef, useState } from 'react';

/** How long typing has to rest before it is searched for, in milliseconds. */
const PAUSE = 250;

interface SearchBoxProps {
  readonly query: string;
  readonly onSearch: (query: string) => void;
}

/** Searches as one types. The address of the page has the last word: going back changes what stands here. */
export function SearchBox({ query, onSearch }: SearchBoxProps) {
  const [typed, setTyped] = useState(query);
  const known = useRef(query);
  const search = useRef(onSearch);
  search.current = onSearch;

  useEffect(() => {
    if (query === known.current) return;
    known.current = query;
    setTyped(query);
  }, [query]);

  useEffect(() => {
    const wanted = typed.trim();
    if (wanted === known.current) return undefined;
    const timer = setTimeout(() => {
      known.current = wanted;
      search.current(wanted);
    }, PAUSE);
    return () => clearTimeout(timer);
  }, [typed]);

  return (
    <search>
      <input
        type="search"
        aria-label="Search articles, people, places and sources"
        placeholder="Search: words, “a phrase”, storm or strike, -football"
        value={typed}
        onChange={(event) => setTyped(event.target.value)}
      />
    </search>
  );
}
