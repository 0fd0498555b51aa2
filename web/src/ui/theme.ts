const NAME = 'newsgraph.theme';

export type Theme = 'light' | 'dark';

/** The theme that the reader chose, or else the one of his system. */
export function currentTheme(): Theme {
  const chosen = localStorage.getItem(NAME);
  if (chosen === 'light' || chosen === 'dark') return chosen;
  return matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}

/** Puts the chosen theme in force; without a choice the system's stays. */
export function applyTheme(): void {
  if (localStorage.getItem(NAME) !== null) document.documentElement.dataset['theme'] = currentTheme();
}

export function chooseTheme(theme: Theme): void {
  localStorage.setItem(NAME, theme);
  applyTheme();
}
