import { useEffect } from 'react';

/** Names the tab, and what assistive technology announces of the page. @param title null: not known yet */
export function useTitle(title: string | null): void {
  useEffect(() => {
    document.title = title === null ? 'newsgraph' : `${title} · newsgraph`;
  }, [title]);
}
