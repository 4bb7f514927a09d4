import { readFileSync } from 'node:fs';
import { openSandbox } from './sandbox';

async function main(): Promise<void> {
  // Started by a parent: when it is gone, however it went, so are we.
  process.once('disconnect', () => process.exit(0));
  const port = Number(process.env.PORT ?? '0');
  const dataDir = process.env.DATA_DIR ?? '.data/sandbox';
  const host = process.env.SANDBOX_HOST ?? '127.0.0.1';
  const { EXCHANGE_DATABASE_URL, EXCHANGE_POLL_MS = '1000', EXCHANGE_BODY } = process.env;
  const exchange = EXCHANGE_DATABASE_URL
    ? { url: EXCHANGE_DATABASE_URL, pollMs: Number(EXCHANGE_POLL_MS), ...(EXCHANGE_BODY && { body: EXCHANGE_BODY }) }
    : undefined;
  const { KEYS_FILE: keysFile, EXCHANGE_INBOX: folder, EXCHANGE_INBOX_BODY: body } = process.env;
  const { TLS_CERT, TLS_KEY, TLS_CLIENT_CA } = process.env;
  const inbox = folder && body ? { folder, body } : folder;
  const tls =
    TLS_CERT && TLS_KEY && TLS_CLIENT_CA
      ? {
          cert: readFileSync(TLS_CERT, 'utf8'),
          key: readFileSync(TLS_KEY, 'utf8'),
          clientCa: readFileSync(TLS_CLIENT_CA, 'utf8'),
        }
      : undefined;
  const sandbox = await openSandbox({
    ...{ port, dataDir, host },
    ...(keysFile && { keysFile }),
    ...(exchange && { exchange }),
    ...(inbox && { inbox }),
    ...(tls && { tls }),
  });

  const stop = (): void => {
    void sandbox.close().finally(() => process.exit(0));
  };
  process.once('SIGTERM', stop);
  // Ctrl-C reaches the whole group, but a parent decides when it needs us no longer.
  process.on('SIGINT', () => {
    if (!process.connected) stop();
  });

  console.log(`sandbox ready ${sandbox.url}`);
  process.send?.({ ready: sandbox.url });
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
