// Jest's globalTeardown, the other half of postgres.setup.cjs: the last one stops the server and has its folder removed.
module.exports = async () => {
  globalThis.testPostgres.users -= 1;
  if (globalThis.testPostgres.users > 0) return;
  const { server, watchdog } = await globalThis.testPostgres.started;
  delete globalThis.testPostgres;
  await server.stop();
  watchdog.stdin.end();
};
