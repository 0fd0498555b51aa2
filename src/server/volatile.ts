import type { DocumentNode, GraphQLSchema } from 'graphql';
import { visit } from 'graphql';

/** What is known of documents: each is looked through once. */
const known = new WeakMap<DocumentNode, boolean>();

/**
 * Whether a document names a query field whose answer changes without the corpus (`extensions.isVolatile`): nothing of it may be
 * kept, or read from a copy of the database. A field of the same name on another type is taken for one, too.
 */
export function isVolatile(schema: GraphQLSchema, document: DocumentNode): boolean {
  let is = known.get(document);
  if (is === undefined) {
    const fields = schema.getQueryType()?.getFields() ?? {};
    is = false;
    visit(document, {
      Field({ name }) {
        const field = Object.hasOwn(fields, name.value) ? fields[name.value] : undefined;
        if (field?.extensions['isVolatile'] === true) is = true;
      },
    });
    known.set(document, is);
  }
  return is;
}
