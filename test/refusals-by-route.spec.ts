import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { kindOf, REFUSAL_CODES, type RefusalCode } from '@app/ledger';
import { statusOf } from '../apps/api/src/problem.filter';
import { checkedIn } from './support/checked-in';
import { type RefusalsByRoute, refusalsByRoute } from './support/refusals-by-route';
import { routesOfTheApi } from './support/routes';
import { programOf, programOfText } from './support/typescript-program';

const root = join(__dirname, '..');
const controllers = ['libs/ledger/src', 'apps/operations/src'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((file) => file.endsWith('.controller.ts') || file.endsWith('capability.ts'))
    .map((file) => `${folder}/${file}`),
);

/** `REWRITE=1 npx jest --selectProjects unit -- test/refusals-by-route` writes the file after a new code, a new route. */
describe('apps/api/src/refusals-by-route.json', () => {
  const found = refusalsByRoute(programOf(controllers));

  it('is what the code can refuse, route by route', () => {
    const text = `${JSON.stringify(found, null, 2)}\n`;
    expect(checkedIn(join(root, 'apps/api/src/refusals-by-route.json'), text)).toBe(text);
  });

  it('knows codes of the page only', () => {
    expect(
      Object.values(found)
        .flat()
        .filter((code) => !REFUSAL_CODES.some((one) => one === code)),
    ).toEqual([]);
  });

  it.each([
    ['a decision', 'BlacklistController_list', 'defence-window-open'],
    ['a field of a paper', 'PenaltyDecisionController_record', 'uscc-check-character'],
    ['a decorator', 'BlacklistController_list', 'idempotency-key-invalid'],
    ['an error of the log', 'BlacklistController_list', 'too-many-conflicts'],
    ['a file of papers to the papers', 'IntakeController_receive', 'uscc-check-character'],
    ['a handler of another file', 'CreditStatusController_status', 'instant-invalid'],
  ])('follows the code through %s', (_what, route, code) => {
    expect(found[route]).toContain(code);
  });

  it('leaves out what becomes a row of the answer', () => {
    expect(found.BidderCheckController_check).not.toContain('uscc-check-character');
  });
});

describe('docs/openapi.json', () => {
  const checked = JSON.parse(
    readFileSync(join(root, 'apps/api/src/refusals-by-route.json'), 'utf8'),
  ) as RefusalsByRoute;

  it('has the routes that were searched, and no other', () => {
    const described = routesOfTheApi().map(({ operationId }) => operationId);
    expect(described.sort()).toEqual(Object.keys(checked).sort());
  });

  it.each(routesOfTheApi().map((route) => [`${route.method} ${route.path}`, route] as const))(
    'tells of %s what it refuses, each under the status of its kind',
    (_route, { operationId, refusals, permission }) => {
      const told = Object.values(refusals).flat();
      expect(told).toEqual(expect.arrayContaining([...(checked[operationId] ?? []), 'internal-error']));
      expect(told.includes('not-allowed')).toBe(permission !== null);
      for (const [status, codes] of Object.entries(refusals)) {
        const statuses = codes.map((code) => statusOf[kindOf({ code: code as RefusalCode })]);
        expect(new Set(statuses)).toEqual(new Set([Number(status)]));
      }
    },
  );
});

describe('the search itself', () => {
  const framework = `
    declare const Controller: (path: string) => ClassDecorator;
    declare const Get: () => MethodDecorator;
    declare const QueryHandler: (message: unknown) => ClassDecorator;
    class Refusal extends Error { constructor(readonly code: string) { super(code); } }
    class Ask {}
    interface Port { look(): void }
    class Adapter implements Port { look() { throw new Refusal('port-says-no'); } }
    const deep = () => { throw new Refusal('deep-down'); };
    @QueryHandler(Ask) class AskHandler { execute() { deep(); } }
  `;
  const found = (body: string): RefusalsByRoute[string] | undefined =>
    refusalsByRoute(
      programOfText(
        `${framework} @Controller('x') class X { constructor(readonly port: Port) {} @Get() y() { ${body} } }`,
      ).program,
    ).X_y;

  it.each([
    ['what is thrown at once', `throw new Refusal('at-once');`, ['at-once']],
    ['either of two', `throw new Refusal(Math.random() > 1 ? 'one' : 'other');`, ['one', 'other']],
    ['what a function throws', `deep();`, ['deep-down']],
    ['what a function throws that is handed on', `[1].forEach(deep);`, ['deep-down']],
    ['what the handler of a message throws', `return new Ask();`, ['deep-down']],
    ['what stands behind an interface that is called', `this.port.look();`, ['port-says-no']],
    ['the same, taken out of it before', `const { look } = this.port; look();`, ['port-says-no']],
    ['what passes through a catch', `try { deep(); } catch (error) { throw error; }`, ['deep-down']],
    [
      'nothing of what is caught',
      `try { deep(); } catch (error) { if (!(error instanceof Refusal)) throw error; }`,
      [],
    ],
    ['nothing where nothing is refused', `return 1;`, []],
  ])('finds %s', (_what, body, codes) => {
    expect(found(body)).toEqual(codes);
  });

  it('does not guess a code', () => {
    expect(() => found(`throw new Refusal(String(1));`)).toThrow('is not known');
  });
});
