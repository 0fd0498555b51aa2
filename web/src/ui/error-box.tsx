import type { GatewayError } from 'newsgraph/client';
import type { ReactNode } from 'react';
import { Component } from 'react';
import { askForKey } from './key-dialog.tsx';

interface ErrorBoxProps {
  readonly error: GatewayError;
  readonly onRetry?: () => void;
}

const SILENT = 'The gateway does not answer. It may be starting again, or the network is down.';

/** Says what went wrong and what to do about it. */
export function ErrorBox({ error, onRetry }: ErrorBoxProps) {
  const needsKey = error.code === 'UNAUTHENTICATED' || error.code === 'FORBIDDEN';
  const isSilent = error.code === 'NETWORK_ERROR';
  return (
    <div className="error-box" role="alert">
      <p>{needsKey ? 'This gateway asks for a key.' : isSilent ? SILENT : error.message}</p>
      <p className="quiet">
        {error.code}
        {error.requestId && <> · request {error.requestId}</>}
      </p>
      <p>
        {needsKey ? (
          <button type="button" className="button" onClick={askForKey}>
            Give a key
          </button>
        ) : (
          onRetry && (
            <button type="button" className="button" onClick={onRetry}>
              Try again
            </button>
          )
        )}
      </p>
    </div>
  );
}

/** Whether the gateway could make nothing of what stands in the address, as of an id that is none. */
export const isAboutInput = ({ code }: GatewayError) => code === 'BAD_USER_INPUT';

/** Stands in place of a view that there is no answer for. */
export function Unavailable(props: ErrorBoxProps) {
  return (
    <>
      <h1>This page cannot be shown</h1>
      <ErrorBox {...props} />
    </>
  );
}

/** Shows what broke in place of the view that broke. */
export class Boundary extends Component<{ readonly children: ReactNode }, { readonly message: string | null }> {
  override state = { message: null };

  static getDerivedStateFromError(error: unknown) {
    return { message: error instanceof Error ? error.message : String(error) };
  }

  override render() {
    if (this.state.message === null) return this.props.children;
    return (
      <div className="error-box" role="alert">
        <p>This page broke: {this.state.message}</p>
        <p>
          <button type="button" className="button" onClick={() => location.reload()}>
            Load it again
          </button>
        </p>
      </div>
    );
  }
}
