import { useEffect, useRef, useState } from 'react';
import { Link } from 'wouter';
import { count } from '../format.ts';
import { articlePath } from '../paths.ts';
import { askForKey } from '../ui/key-dialog.tsx';
import { useKey } from '../use-query.ts';
import type { Receipt } from './take-in.ts';
import { takeIn } from './take-in.ts';

/** What became of a file; without receipts it is still to be sent, or could not be. */
interface Sent {
  readonly id: number;
  readonly file: File;
  readonly receipts: readonly Receipt[];
  readonly refusal: string | null;
  readonly isDone: boolean;
}

/** Takes in files that are dropped anywhere on the page, or picked; one after the other, each with its receipts. */
export function DropFiles() {
  const key = useKey();
  const [sent, setSent] = useState<readonly Sent[]>([]);
  const [isOver, setIsOver] = useState(false);
  const picker = useRef<HTMLInputElement>(null);
  const isBusy = useRef(false);
  const hasKey = key !== null;

  const add = (files: Iterable<File>) => {
    const added = Array.from(files, (file) => ({
      id: nextId++,
      file,
      receipts: [],
      refusal: null,
      isDone: false,
    }));
    if (added.length === 0) return;
    setSent((before) => [...before, ...added]);
    if (!hasKey) askForKey();
  };
  const adding = useRef(add);
  adding.current = add;

  useEffect(() => {
    const over = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setIsOver(true);
    };
    const leave = (event: DragEvent) => {
      if (event.relatedTarget === null) setIsOver(false);
    };
    const drop = (event: DragEvent) => {
      if (!event.dataTransfer?.types.includes('Files')) return;
      event.preventDefault();
      setIsOver(false);
      adding.current(event.dataTransfer.files);
    };
    addEventListener('dragover', over);
    addEventListener('dragleave', leave);
    addEventListener('drop', drop);
    return () => {
      removeEventListener('dragover', over);
      removeEventListener('dragleave', leave);
      removeEventListener('drop', drop);
    };
  }, []);

  const next = sent.find(({ isDone }) => !isDone);
  useEffect(() => {
    if (!next || !hasKey || isBusy.current) return;
    isBusy.current = true;
    const done = (result: Pick<Sent, 'receipts' | 'refusal'>) => {
      isBusy.current = false;
      setSent((before) => before.map((each) => (each.id === next.id ? { ...each, ...result, isDone: true } : each)));
    };
    takeIn(next.file).then(
      (receipts) => done({ receipts, refusal: null }),
      (error: unknown) => done({ receipts: [], refusal: error instanceof Error ? error.message : String(error) }),
    );
  }, [next, hasKey]);

  const doneCount = sent.filter(({ isDone }) => isDone).length;
  return (
    <section className={isOver ? 'drop over' : 'drop'} aria-labelledby="drop-title">
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
            add(target.files ?? []);
            target.value = '';
          }}
        />
      </p>
      {sent.length > 0 && (
        <>
          <p role="status">
            {doneCount} of {count(sent.length, 'file')} taken in
            {!hasKey && next && (
              <>
                {': '}
                <button type="button" className="button" onClick={askForKey}>
                  Give a key
                </button>
              </>
            )}
          </p>
          {next && <progress aria-label="Files taken in" max={sent.length} value={doneCount} />}
          <ol className="receipts">
            {sent.map(({ id, file, receipts, refusal, isDone }) => (
              <li key={id}>
                <strong>{file.name}</strong>
                {!isDone && <span className="quiet"> waiting</span>}
                {refusal !== null && <p className="bad">{refusal}</p>}
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

let nextId = 0;

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
