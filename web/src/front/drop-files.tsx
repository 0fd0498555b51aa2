import { useRef } from 'react';
import { Link } from 'wouter';
import { count } from '../format.ts';
import { articlePath } from '../paths.ts';
import { askForKey } from '../ui/key-dialog.tsx';
import { useKey } from '../use-query.ts';
import { sendAgain, sendFiles, useIntake } from './intake.ts';
import type { Receipt } from './take-in.ts';

/** Where files are picked, and what became of those that were picked, or dropped anywhere. */
export function DropFiles() {
  const hasKey = useKey() !== null;
  const sent = useIntake();
  const picker = useRef<HTMLInputElement>(null);
  const doneCount = sent.filter(({ isDone }) => isDone).length;
  const isWaiting = doneCount < sent.length;
  return (
    <section className="drop" aria-labelledby="drop-title">
      <h2 id="drop-title">Bring documents</h2>
      <p className="quiet">
        Drop files anywhere on this page, or pick them: text, HTML, JSON-LD, ninjs, feeds. Takes a key of the scope
        ingest.
      </p>
      <p>
        <button type="button" className="button" onClick={() => picker.current?.click()}>
          Pick files
        </button>
        <input
          ref={picker}
          type="file"
          multiple
          hidden
          onChange={({ target }) => {
            sendFiles(target.files ?? []);
            target.value = '';
            if (!hasKey) askForKey();
          }}
        />
      </p>
      {sent.length > 0 && (
        <>
          <p role="status">
            {doneCount} of {count(sent.length, 'file')} done
            {!hasKey && isWaiting && (
              <>
                {': '}
                <button type="button" className="button" onClick={askForKey}>
                  Give a key
                </button>
              </>
            )}
          </p>
          {isWaiting && <progress aria-label="Files taken in" max={sent.length} value={doneCount} />}
          <ol className="receipts">
            {sent.map(({ id, file, receipts, refusal, isDone }) => (
              <li key={id}>
                <strong>{file.name}</strong>
                {!isDone && <span className="quiet"> waiting</span>}
                {refusal !== null && (
                  <p>
                    <span className="bad">{refusal}</span>{' '}
                    <button type="button" className="button" onClick={() => sendAgain(id)}>
                      Send again<span className="for-readers"> {file.name}</span>
                    </button>
                  </p>
                )}
                {isDone && refusal === null && receipts.length === 0 && <p className="quiet">It holds no document.</p>}
                {receipts.map((receipt) => (
                  <ReceiptLine key={receipt.uri} {...receipt} />
                ))}
              </li>
            ))}
          </ol>
        </>
      )}
    </section>
  );
}

function ReceiptLine({ outcome, articleId, quoteCount, mentionCount, problems }: Receipt) {
  return (
    <div>
      <span className={outcome === 'REJECTED' ? 'bad' : 'good'}>{outcome.toLowerCase()}</span>
      {articleId !== null && (
        <>
          {' '}
          · <Link href={articlePath(articleId)}>read it</Link>{' '}
          <span className="quiet">
            {count(mentionCount, 'mention')}, {count(quoteCount, 'quote')}
          </span>
        </>
      )}
      {problems.map((problem) => (
        <p key={problem} className="quiet">
          {problem}
        </p>
      ))}
    </div>
  );
}
