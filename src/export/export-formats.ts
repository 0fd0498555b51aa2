/** The formats that articles are exported in; by themselves, for whoever asks for one has not loaded what writes them yet. */
export const EXPORT_FORMATS = ['jsonl', 'ninjs', 'jsonld', 'csv'] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
