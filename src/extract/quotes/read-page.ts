import type { AnnotatedText } from '../../text/annotated-text.ts';
import { quotedStretchesOf } from '../../text/quotation-marks.ts';
import { findReports } from '../attribution/reports.ts';
import { findCredits } from '../citations/credit-lines.ts';
import type { Page } from './candidates.ts';
import { cutLabels, cutSignatures } from './labels.ts';
import { readLines } from './lines.ts';
import { cutAttributions } from './missing-marks.ts';

/** The quoted stretches of a text, its credits, its lines and their reports. */
export function readPage(text: AnnotatedText): Page {
  const labelled = cutLabels(text.body, cutAttributions(text, quotedStretchesOf(text)));
  const { stretches, labels } = cutSignatures(text, labelled.stretches, labelled.labels);
  const credits = findCredits(text);
  const lines = readLines(text, stretches, credits);
  return pageOf({ text, credits, stretches, labels, lines, reports: lines.flatMap(findReports) });
}

function pageOf(page: Omit<Page, 'reportsOf'>): Page {
  const byLine = new Map<number, number[]>();
  page.reports.forEach((report, index) => {
    const there = byLine.get(report.line);
    if (there) there.push(index);
    else byLine.set(report.line, [index]);
  });
  return { ...page, reportsOf: (line) => byLine.get(line) ?? [] };
}
