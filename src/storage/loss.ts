import { isDriverAdapterError } from '@prisma/driver-adapter-utils';

/** A server was lost while it was asked. */
export class ServerLost extends Error {
  constructor(name: string, cause: unknown) {
    super(`The database server ${name} was lost.`, { cause });
    this.name = 'ServerLost';
  }
}

/** Codes of PostgreSQL for a connection that is over, or cannot be had: 57P…, 08…, too many, and what Node.js says of sockets. */
const LOSS = /^(?:08|57P|53300)|^(?:DatabaseNotReachable|ConnectionClosed|SocketTimeout)$/;

/** The driver's own, and what dead-connections.ts says. */
const LOST =
  /connection terminated|connection timeout|connection to the database was lost|EPIPE|EHOSTUNREACH|ENETUNREACH/i;

/** Whether an error says that the server is not there, and not that the statement was wrong or in the way of something. */
export function isLoss(error: unknown): boolean {
  if (error instanceof ServerLost) return true;
  if (isDriverAdapterError(error)) return LOSS.test(error.cause.originalCode ?? '') || LOSS.test(error.cause.kind);
  return error instanceof Error && LOST.test(error.message);
}
