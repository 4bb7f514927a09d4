import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** A wire to a PostgreSQL that can be cut, before something is asked or before it is answered. */
export interface CuttingProxy {
  /** The same database over this wire. */
  readonly url: string;
  /** The next thing that is asked never arrives. */
  cutNextQuestion(): void;
  /** The next COMMIT arrives and is done; nobody hears of it. */
  cutNextCommit(): void;
  /** With the end of the next answer the server says its own: it was killed. */
  endWithNextAnswer(): void;
  /** Nobody answers any more: what comes is kept and not passed on. */
  hang(): void;
  close(): Promise<void>;
}

const readyForQuery = Buffer.from('Z\0\0\0\x05I', 'latin1');
const serverEnds = message(
  'E',
  'SFATAL\0VFATAL\0C57P01\0Mterminating connection due to unexpected postmaster exit\0\0',
);

/** A message of PostgreSQL: its kind, then its length, which counts itself. */
function message(kind: string, text: string): Buffer {
  const body = Buffer.from(text, 'latin1');
  const head = Buffer.from(`${kind}\0\0\0\0`, 'latin1');
  head.writeUInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

export async function openCuttingProxy(databaseUrl: string): Promise<CuttingProxy> {
  const target = new URL(databaseUrl);
  let next: 'question' | 'commit' | 'answer' | undefined;
  let hanging = false;
  const sockets = new Set<Socket>();

  const server = createServer((client) => {
    const database = connect(Number(target.port), target.hostname);
    let committing = false;
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', cut);
    }
    client.on('data', (bytes) => {
      if (hanging) return;
      if (next === 'question') {
        next = undefined;
        cut();
        return;
      }
      if (next === 'commit' && bytes.includes('COMMIT')) {
        next = undefined;
        committing = true;
      }
      database.write(bytes);
    });
    database.on('data', (bytes) => {
      if (committing) cut();
      else if (next === 'answer' && bytes.subarray(-6).equals(readyForQuery)) {
        next = undefined;
        client.write(Buffer.concat([bytes, serverEnds])); // in one piece
        client.end();
      } else if (!hanging) client.write(bytes);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.toString(),
    endWithNextAnswer: () => {
      next = 'answer';
    },
    cutNextQuestion: () => {
      next = 'question';
    },
    cutNextCommit: () => {
      next = 'commit';
    },
    hang: () => {
      hanging = true;
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
