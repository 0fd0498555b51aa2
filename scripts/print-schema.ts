/** Writes what clients build against: `npm run schema`. */
import { writeFile } from 'node:fs/promises';
import { schemaText } from '../src/graphql/published-schema.ts';
import { schema } from '../src/graphql/schema.ts';
import { introspectionModule } from './introspection-module.ts';

const write = (path: string, text: string) => writeFile(new URL(`../${path}`, import.meta.url), text);

await write('schema.graphql', schemaText(schema));
await write('src/client/introspection.ts', introspectionModule(schema));
