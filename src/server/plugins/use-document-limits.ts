import type { Plugin } from 'graphql-yoga';
import type { DocumentLimits } from '../document-limits.ts';
import { checkVariables, parseWithinLimits } from '../document-limits.ts';

/** Refuses documents and variables that would cost too much to look at closely. A cached document was within limits. */
export function useDocumentLimits(limits: DocumentLimits): Plugin {
  return {
    onParams({ params }) {
      checkVariables(params.variables, limits);
    },
    onParse({ setParseFn }) {
      setParseFn((source: string, options) => parseWithinLimits(source, limits, options));
    },
  };
}
