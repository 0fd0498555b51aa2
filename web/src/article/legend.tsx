import type { Layer, Mark } from './marks.ts';
import { LAYERS, layerOf, subjectOf } from './marks.ts';

const NAMES: Readonly<Record<Layer, string>> = {
  people: 'People',
  organizations: 'Organisations',
  places: 'Places',
  others: 'Other names',
  quotes: 'Quotes',
  speakers: 'Speakers',
  sources: 'Sources',
};

interface LegendProps {
  readonly marks: readonly Mark[];
  readonly hidden: ReadonlySet<Layer>;
  readonly onChange: (hidden: ReadonlySet<Layer>) => void;
}

/** What the marks mean, how many things there are of each kind, and which kinds are shown. */
export function Legend({ marks, hidden, onChange }: LegendProps) {
  return (
    <fieldset className="legend">
      <legend className="for-readers">Marks in the text</legend>
      {LAYERS.map((layer) => {
        const found = new Set(marks.filter((mark) => layerOf(mark) === layer).map(subjectOf)).size;
        return (
          <label key={layer} className={found === 0 ? 'is-empty' : undefined}>
            <input
              type="checkbox"
              checked={!hidden.has(layer)}
              disabled={found === 0}
              onChange={({ target }) => {
                const next = new Set(hidden);
                if (target.checked) next.delete(layer);
                else next.add(layer);
                onChange(next);
              }}
            />
            <span className={`sample on-${layer}`}>{NAMES[layer]}</span> <span className="quiet">{found}</span>
          </label>
        );
      })}
    </fieldset>
  );
}
