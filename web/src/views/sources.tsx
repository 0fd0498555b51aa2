import { useTitle } from '../ui/title.ts';

/** Who is cited by whom. */
export function Sources() {
  useTitle('Sources');
  return <h1>Sources</h1>;
}
