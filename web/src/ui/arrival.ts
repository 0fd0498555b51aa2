import type { RefObject } from 'react';
import { useLayoutEffect, useRef } from 'react';
import { useLocation } from 'wouter';

let goesBackOrForth = false;
// Set before the router hears of it, for the router begins to listen later.
addEventListener('popstate', () => {
  goesBackOrForth = true;
});

/**
 * Whoever follows a link to another view begins at its top, with the keyboard too. Where one was is what the browser finds again on the
 * way back.
 */
export function useArrival(main: RefObject<HTMLElement | null>): void {
  const [path] = useLocation();
  const known = useRef(path);
  useLayoutEffect(() => {
    if (known.current === path) return;
    known.current = path;
    if (!goesBackOrForth) {
      scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    goesBackOrForth = false;
  }, [path, main]);
}
