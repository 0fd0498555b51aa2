/**
 * The limit: one statement of hand-written SQL for each operation, prepared, whose JSON goes out as it came.
 * POST {"operation": "a", "variables": {…}}.
 */
import { createServer } from 'node:http';
import { text } from 'node:stream/consumers';
import { Pool } from 'pg';
import { operationOf } from '../../operations/all.ts';
import type { Variables } from '../../operations/operation.ts';
import { settings } from '../settings.ts';

const { url, port, poolSize } = settings();
const pool = new Pool({ connectionString: url, max: poolSize, options: '-c TimeZone=UTC -c jit=off' });

interface Asked {
  readonly operation: string;
  readonly variables: Variables;
}

createServer(async (request, response) => {
  try {
    const { operation, variables }: Asked = JSON.parse(await text(request));
    const { rows } = await pool.query<{ answer: string }>({ ...prepared(operation, variables) });
    const body = rows[0]?.answer ?? '';
    response
      .writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) })
      .end(body);
  } catch (error) {
    response.writeHead(500).end(JSON.stringify({ errors: [{ message: String(error) }] }));
  }
}).listen(port, '127.0.0.1');

function prepared(operation: string, variables: Variables) {
  const { name, text: statement, values } = operationOf(operation).sql(variables);
  return { name, text: statement, values: [...values] };
}
