import type { ReactNode } from 'react';
import { useRef, useState } from 'react';
import { Link, useLocation } from 'wouter';
import { sendFiles } from '../front/intake.ts';
import { heldKey } from '../key.ts';
import { frontPath, sourcesPath } from '../paths.ts';
import { useKey } from '../use-query.ts';
import { useArrival } from './arrival.ts';
import { DropTarget } from './drop-target.tsx';
import { askForKey, KeyDialog } from './key-dialog.tsx';
import { chooseTheme, currentTheme } from './theme.ts';

const active = (isActive: boolean) => (isActive ? 'active' : '');

/** What stands around every view. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const key = useKey();
  const main = useRef<HTMLElement>(null);
  const [path, navigate] = useLocation();
  useArrival(main);
  return (
    <>
      <a className="skip" href="#main">
        To the text
      </a>
      <header className="masthead">
        <Link href={frontPath()} className="name">
          newsgraph
        </Link>
        <nav aria-label="Pages">
          <Link href={frontPath()} className={active}>
            Articles
          </Link>
          <Link href={sourcesPath} className={active}>
            Sources
          </Link>
          <a href="/graphql">GraphiQL</a>
        </nav>
        <div className="tools">
          <button type="button" className="button quiet-button" onClick={askForKey}>
            {key === null ? 'Give a key' : 'Key in use'}
          </button>
          <ThemeButton />
        </div>
      </header>
      <main ref={main} id="main" tabIndex={-1}>
        {children}
      </main>
      <KeyDialog />
      <DropTarget
        onFiles={(files) => {
          sendFiles(files);
          // The receipts stand on the front page.
          if (path !== frontPath()) navigate(frontPath());
          if (heldKey() === null) askForKey();
        }}
      />
    </>
  );
}

function ThemeButton() {
  const [theme, setTheme] = useState(currentTheme);
  const other = theme === 'light' ? 'dark' : 'light';
  return (
    <button
      type="button"
      className="button quiet-button"
      aria-label={`Use the ${other} theme`}
      title={`Use the ${other} theme`}
      onClick={() => {
        chooseTheme(other);
        setTheme(other);
      }}
    >
      <span aria-hidden="true">{theme === 'light' ? '☾' : '☀'}</span>
    </button>
  );
}
