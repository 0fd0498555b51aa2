import { describe, expect, it } from 'vitest';
import { extractLine, extractLines } from '../../src/extract/json-lines.ts';

const TEXT = [
  'Dock workers in Port Vella will strike on Friday, the union’s leader Mara Lindqvist said.',
  '“We have waited,” she told the Port Vella Gazette, “for two years.”',
  'A company spokesman called the plan “reckless”.',
].join('\n');

async function linesOf(chunks: readonly string[]): Promise<{ lines: string[]; refused: string[] }> {
  const refused: string[] = [];
  const lines: string[] = [];
  async function* input() {
    yield* chunks;
  }
  for await (const line of extractLines(input(), (message) => refused.push(message))) lines.push(line);
  return { lines, refused };
}

describe('a line of newsgraph extract', () => {
  const answer = extractLine(JSON.stringify({ id: 'a1', text: TEXT }), 1);
  const { id, entities, quotes, citations } = 'error' in answer ? expect.fail(answer.error.message) : answer;
  const at = ({ start, end }: { start: number; end: number }) => TEXT.slice(start, end);

  it('keeps the id', () => {
    expect(id).toBe('a1');
  });

  it('gives names with type and canonical name, and only names', () => {
    expect(entities.map((entity) => [at(entity), entity.type, entity.name])).toEqual([
      ['Port Vella', 'PLACE', 'Port Vella'],
      ['Mara Lindqvist', 'PERSON', 'Mara Lindqvist'],
      ['Port Vella Gazette', 'ORGANIZATION', 'Port Vella Gazette'],
    ]);
  });

  it('gives a broken quotation as one quote of two fragments, and what stands between its marks', () => {
    const quote = quotes.find(({ type }) => type === 'direct');
    expect(quote?.spans.map(at)).toEqual(['We have waited,', 'for two years.']);
    expect(quote?.quoted.map(at)).toEqual(['We have waited,', 'for two years.']);
    expect(quote?.speaker).toMatchObject({ text: 'she', name: 'Mara Lindqvist' });
    expect(quote?.cue?.text).toBe('told');
    expect(quote?.abstained).toBeNull();
  });

  it('gives a speaker without a name as words, with the reason', () => {
    const quote = quotes.find(({ type }) => type === 'mixed');
    expect(quote?.speaker).toMatchObject({ text: 'A company spokesman', name: null });
    expect(quote?.abstained).toBe('UNNAMED_SPEAKER');
    expect(quote?.quoted.map(at)).toEqual(['reckless']);
  });

  it('gives who is cited, named or not', () => {
    expect(citations.map(({ phrase, name, isNamed }) => [phrase, name, isNamed])).toEqual(
      expect.arrayContaining([['A company spokesman', null, false]]),
    );
    expect(citations.some(({ name, isNamed }) => name === 'Mara Lindqvist' && isNamed)).toBe(true);
  });

  it('counts two apostrophes as marks of a quotation but not as quotation marks', () => {
    const text = "The office will stay open. ''We are not leaving,'' Mara Lindqvist said on Friday.";
    const read = extractLine(JSON.stringify({ id: 1, text }), 1);
    const [quote] = 'error' in read ? [] : read.quotes;
    expect(quote?.type).toBe('direct');
    expect(quote?.spans.map(({ start, end }) => text.slice(start, end))).toEqual(['We are not leaving,']);
    expect(quote?.quoted).toEqual([]);
  });
});

describe('the lines of newsgraph extract', () => {
  it('are answered in order, however the input is cut', async () => {
    const input = `{"id":1,"text":"One."}\n{"id":2,"text":"Two\u2028lines."}\r\n\n{"id":3,"text":"Three."}`;
    const { lines } = await linesOf([...input]);
    expect(lines.map((line) => JSON.parse(line).id)).toEqual([1, 2, 3]);
    expect(lines.every((line) => line.endsWith('\n'))).toBe(true);
    expect((await linesOf([input])).lines).toEqual(lines);
  });

  it.each([
    ['nope', 'Line 2 is not JSON.'],
    ['{"id":1}', 'Line 2 is not as it should be: text:'],
    ['{"text":"x"}', 'Line 2 is not as it should be: id:'],
    ['[]', 'Line 2 is not as it should be: the line:'],
  ])('that cannot be read are answered, too: %s', async (line, message) => {
    const { lines, refused } = await linesOf([`{"id":1,"text":"One."}\n${line}\n{"id":3,"text":"Three."}\n`]);
    expect(lines.map((each) => JSON.parse(each).id)).toEqual([1, null, 3]);
    expect(JSON.parse(lines[1] ?? '').error).toMatchObject({
      code: 'BAD_LINE',
      message: expect.stringContaining(message),
    });
    expect(refused).toHaveLength(1);
  });
});
