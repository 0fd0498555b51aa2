/** What `newsgraph extract` does, without a build: `npm run --silent extract < texts.jsonl > found.jsonl`. */
import { pipeline } from 'node:stream/promises';
import { extractLines } from '../src/extract/json-lines.ts';
import { pageReader } from '../src/ingest/page-line.ts';

process.stdin.setEncoding('utf8');
await pipeline(
  process.stdin,
  (chunks: AsyncIterable<string>) =>
    extractLines(
      chunks,
      (message) => {
        process.stderr.write(`newsgraph: ${message}\n`);
        process.exitCode = 1;
      },
      pageReader(() => new Date()),
    ),
  process.stdout,
);
