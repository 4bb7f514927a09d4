import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A name that leads to the primary, as an operator puts it in front: whoever is connected when it leads elsewhere is cut off. */
export class SwitchingWire {
  private readonly sockets = new Set<Socket>();

  private constructor(
    private readonly server: Server,
    private target: number,
  ) {}

  static async to(port: number): Promise<SwitchingWire> {
    const server = createServer();
    const wire = new SwitchingWire(server, port);
    server.on('connection', (client) => {
      wire.pass(client);
    });
    await once(server.listen(0, '127.0.0.1'), 'listening');
    return wire;
  }

  /** The same address over this wire. */
  over(url: string): string {
    return Object.assign(new URL(url), { port: String((this.server.address() as AddressInfo).port) }).toString();
  }

  leadTo(port: number): void {
    this.target = port;
    for (const socket of this.sockets) socket.destroy();
  }

  async close(): Promise<void> {
    for (const socket of this.sockets) socket.destroy();
    this.server.close();
    await once(this.server, 'close');
  }

  private pass(client: Socket): void {
    const database = connect(this.target, '127.0.0.1');
    const cut = () => {
      client.destroy();
      database.destroy();
    };
    for (const socket of [client, database]) {
      this.sockets.add(socket);
      socket.on('error', cut);
      socket.on('close', () => {
        this.sockets.delete(socket);
        cut();
      });
    }
    client.pipe(database).pipe(client);
  }
}
