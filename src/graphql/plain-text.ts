import { ClientError } from '../domain/client-error.ts';

/**
 * A line that a person wrote, for people to read; null when there is none.
 * @param name of the argument
 * @param max in UTF-16 code units
 * @throws ClientError BAD_USER_INPUT for one that is too long, or holds what no text has
 */
export function plainText(name: string, text: string | null | undefined, max = 1_000): string | null {
  const trimmed = text?.trim() ?? '';
  if (trimmed.length > max || trimmed.includes('\0') || !trimmed.isWellFormed()) {
    throw new ClientError(
      'BAD_USER_INPUT',
      `${name} must be plain text of at most ${max.toLocaleString('en')} characters.`,
    );
  }
  return trimmed || null;
}
