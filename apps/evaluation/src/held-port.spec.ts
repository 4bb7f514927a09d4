import { createServer, type Server } from 'node:net';
import type { AddressInfo } from 'node:net';
import { holdPort } from './held-port';

const listening = (port: number) =>
  new Promise<Server>((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      resolve(server);
    });
  });
const closed = (server: Server) =>
  new Promise<void>((resolve) =>
    server.close(() => {
      resolve();
    }),
  );
async function freePort(): Promise<number> {
  const server = await listening(0);
  const { port } = server.address() as AddressInfo;
  await closed(server);
  return port;
}

it('keeps a port until it is let go', async () => {
  const port = await freePort();
  const held = await holdPort(port);
  await expect(listening(port)).rejects.toThrow('EADDRINUSE');
  await Promise.all([held.release(), held.release()]);
  await closed(await listening(port));
});

it('says which port somebody else has', async () => {
  const other = await listening(0);
  const { port } = other.address() as AddressInfo;
  await expect(holdPort(port)).rejects.toThrow(`端口 ${port} 已被别的程序占用`);
  await closed(other);
});

it('holds nothing when any port will do', async () => {
  await expect(holdPort(0).then((held) => held.release())).resolves.toBeUndefined();
});
