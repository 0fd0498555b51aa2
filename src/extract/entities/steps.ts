import type { Step } from '../draft.ts';
import { trainedChooser } from './coreference/chooser.ts';
import { resolveReferences } from './coreference/resolve-references.ts';
import { keyEntities } from './keys.ts';
import { nameEntities } from './name-entities.ts';
import { weighEntities } from './salience.ts';

/** Who and what is named, what links it across documents, and how central it is. */
export const entitySteps: readonly Step[] = [
  nameEntities,
  keyEntities,
  resolveReferences(trainedChooser),
  weighEntities,
];
