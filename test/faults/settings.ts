import { createHash } from 'node:crypto';
import { INGEST_KEY } from '../support/numbered-stories.ts';

const CHIEF_KEY = 'chief-key';
const sha256 = createHash('sha256').update(CHIEF_KEY).digest('hex');

/** The settings of a gateway under load: a key that brings documents, and one that may do anything. */
export const LOAD_SETTINGS = { API_KEYS: `${INGEST_KEY.settings.API_KEYS},chief:admin:${sha256}` };

/** What shows the key that may do anything. */
export const CHIEF_HEADERS = { authorization: `Bearer ${CHIEF_KEY}`, 'x-graphql-yoga-csrf': '1' };
