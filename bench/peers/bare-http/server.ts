/** Sends the bytes of a file, whatever it is asked: what an answer out of a cache costs at least. */
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import { settings } from '../settings.ts';

const body = readFileSync(process.env['ANSWER_FILE'] ?? '');
createServer((request, response) => {
  // The body is read to its end, as any server has to.
  request.resume().on('end', () => {
    response.writeHead(200, { 'content-type': 'application/json', 'content-length': body.length }).end(body);
  });
}).listen(settings().port, '127.0.0.1');
