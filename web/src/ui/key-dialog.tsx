import { useRef } from 'react';
import { heldKey, holdKey } from '../key.ts';

const DIALOG_ID = 'key-dialog';

/** Opens the dialog of the page. */
export function askForKey(): void {
  const dialog = document.getElementById(DIALOG_ID);
  if (dialog instanceof HTMLDialogElement) dialog.showModal();
}

/** Takes a key, which this tab alone keeps, until it is closed. */
export function KeyDialog() {
  const input = useRef<HTMLInputElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);
  const hold = (key: string | null) => {
    holdKey(key);
    if (input.current) input.current.value = '';
    dialog.current?.close();
  };
  return (
    <dialog id={DIALOG_ID} ref={dialog} aria-labelledby="key-title">
      <form
        method="dialog"
        onSubmit={(event) => {
          event.preventDefault();
          const key = input.current?.value.trim();
          if (key) hold(key);
        }}
      >
        <h2 id="key-title">A key of this gateway</h2>
        <p>
          To read where reading is closed, and to bring documents. It is kept in this tab alone, until the tab is
          closed.
        </p>
        <label>
          Key
          <input ref={input} name="key" type="password" autoComplete="off" required />
        </label>
        <p className="actions">
          <button type="submit" className="button primary">
            Use it
          </button>
          {heldKey() !== null && (
            <button type="button" className="button" onClick={() => hold(null)}>
              Forget the key
            </button>
          )}
          <button type="button" className="button" onClick={() => dialog.current?.close()}>
            Cancel
          </button>
        </p>
      </form>
    </dialog>
  );
}
