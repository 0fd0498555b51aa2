/** One event of a stream, as the WHATWG standard for Server-Sent Events has it. */
export interface ServerSentEvent {
  /** `message` unless the server names it. */
  readonly event: string;
  readonly data: string;
}

/**
 * Reads `text/event-stream`. Lines may end in LF, CR or both, and come in any pieces; comments, `id` and `retry` are passed over.
 * What stands after the last empty line is no event yet, and is dropped.
 */
export async function* readEvents(pieces: AsyncIterable<string>): AsyncGenerator<ServerSentEvent> {
  let rest = '';
  let event = '';
  let data: string[] = [];
  for await (const piece of pieces) {
    rest += piece;
    // A CR at the end may be the first half of a line's end.
    const lines = rest.split(/\r\n|\n|\r(?!$)/);
    rest = lines.pop() ?? '';
    for (const line of lines) {
      if (line === '') {
        if (data.length > 0) yield { event: event || 'message', data: data.join('\n') };
        event = '';
        data = [];
      } else if (line.startsWith('event:')) event = valueIn(line);
      else if (line.startsWith('data:')) data.push(valueIn(line));
    }
  }
}

function valueIn(line: string): string {
  const value = line.slice(line.indexOf(':') + 1);
  return value.startsWith(' ') ? value.slice(1) : value;
}
