import type { Caller } from '../domain/api-key.ts';
import { mayDo } from '../domain/api-key.ts';
import { errorBody } from './errors.ts';

/** What whoever is no admin is answered where only admins are let in; null for an admin. @param what 'Metrics need' */
export function refusalOfOthers(caller: Caller | null, what: string): { body: string; init: ResponseInit } | null {
  if (mayDo(caller, 'admin')) return null;
  const message = `${what} a key of the scope admin here: send \`Authorization: Bearer KEY\`.`;
  const headers = {
    'content-type': 'application/json; charset=utf-8',
    'cache-control': 'no-store',
    'www-authenticate': 'Bearer realm="newsgraph", scope="admin"',
  };
  return {
    body: errorBody(caller ? 'FORBIDDEN' : 'UNAUTHENTICATED', message, { scope: 'admin' }),
    init: { status: caller ? 403 : 401, headers },
  };
}
