import './ui/style.css';
import { lazy, StrictMode, Suspense } from 'react';
import { createRoot } from 'react-dom/client';
import { Route, Switch } from 'wouter';
import { idIn } from './paths.ts';
import { Boundary } from './ui/error-box.tsx';
import { Shell } from './ui/shell.tsx';
import { applyTheme } from './ui/theme.ts';
import { Front } from './views/front.tsx';

const Article = lazy(() => import('./views/article.tsx').then((module) => ({ default: module.Article })));
const Entity = lazy(() => import('./views/entity.tsx').then((module) => ({ default: module.Entity })));
const Sources = lazy(() => import('./views/sources.tsx').then((module) => ({ default: module.Sources })));

applyTheme();
const root = document.getElementById('root');
if (!root) throw new Error('The page has no #root.');
createRoot(root).render(
  <StrictMode>
    <Shell>
      <Boundary>
        <Suspense fallback={<p className="quiet">Opening…</p>}>
          <Switch>
            <Route path="/">
              <Front />
            </Route>
            <Route path="/article/:id">{({ id }) => <Article key={id} id={idIn(id)} />}</Route>
            <Route path="/entity/:id">{({ id }) => <Entity key={id} id={idIn(id)} />}</Route>
            <Route path="/sources">
              <Sources />
            </Route>
            <Route>
              <h1>There is no such page</h1>
              <p>The address may be mistyped.</p>
            </Route>
          </Switch>
        </Suspense>
      </Boundary>
    </Shell>
  </StrictMode>,
);
