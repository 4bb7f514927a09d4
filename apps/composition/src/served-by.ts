import type { Server } from 'node:http';
import type { Socket } from 'node:net';

export interface Served {
  /**
   * Closes, while what is under way is answered. Connections on which nothing is under way are let go, again and again: one that
   * was just answering when the close began, and one that never asked anything, would otherwise hold it for as long as they like.
   *
   * @param close stops the server, among other things; resolves when everything is closed
   * @param impatient then connections are cut whatever is under way
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
