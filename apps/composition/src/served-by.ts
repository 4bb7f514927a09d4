import type { Server } from 'node:http';
import type { Socket } from 'node:net';
import { log } from './logger';

export interface Served {
  /**
   * Closes, while what is under way is answered. Connections on which nothing is under way are let go, again and again: one that
   * was just answering when the close began, and one that never asked anything, would otherwise hold it for as long as they like.
   *
   * @param close stops the server, among other things; resolves when everything is closed
   * @param impatient then connections are cut whatever is under way, and the log says how many
   */
  closed(close: () => Promise<unknown>, impatient: AbortSignal): Promise<void>;
}

const letGoEveryMs = 50;

/** The connections of a server, from its start to its end. To be asked for before it listens. */
export function servedBy(server: Server): Served {
  const open = new Set<Socket>();
  server.on('connection', (socket) => {
    open.add(socket);
    socket.once('close', () => open.delete(socket));
  });
  const letGo = () => {
    server.closeIdleConnections(); // those that were answered; one that has asked nothing yet is none of them
    for (const socket of open) if (socket.bytesRead === 0) socket.destroy();
  };
  return {
    closed: async (close, impatient) => {
      const cut = () => {
        if (open.size > 0) log.warn(`connections are cut, and what is under way on them is not answered: ${open.size}`);
        server.closeAllConnections();
      };
      if (impatient.aborted) cut();
      else impatient.addEventListener('abort', cut);
      letGo();
      const again = setInterval(letGo, letGoEveryMs);
      try {
        await close();
      } finally {
        clearInterval(again);
      }
    },
  };
}
