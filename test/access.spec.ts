import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import {
  ACCESS,
  mayDo,
  type Permission,
  PERMISSION_LABELS,
  PERMISSIONS,
  type Role,
  ROLES,
} from '../libs/ledger/src/access/access-table';
import { routesOfTheApi } from './support/routes';

const routes = routesOfTheApi();

/** The rows of the table under the heading, cell by cell, the heading first. */
function tableInDocs(heading: string): string[][] {
  const page = readFileSync(join(__dirname, '../docs/access.md'), 'utf8');
  const section = page.split('\n## ').find((part) => part.startsWith(heading)) ?? '';
  return section
    .split('\n')
    .filter((line) => line.startsWith('|') && !/^\|[\s|:-]+\|$/.test(line))
    .map((line) =>
      line
        .split('|')
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
}

describe('docs/access.md', () => {
  it('shows the table that is in force', () => {
    expect(tableInDocs('The table')).toEqual([
      ['Permission', '含义', ...ROLES],
      ...PERMISSIONS.map((permission) => [
        `\`${permission}\``,
        PERMISSION_LABELS[permission],
        ...ROLES.map((role) => (mayDo(role, permission) ? '✓' : '')),
      ]),
    ]);
  });

  it('shows every route and who may take it', () => {
    expect(tableInDocs('The routes')).toEqual([
      ['Route', 'Permission', ...ROLES],
      ...routes.map(({ method, path, permission }) => [
        `${method} \`${path}\``,
        permission === null ? 'none' : `\`${permission}\``,
        ...ROLES.map((role) => (permission === null || mayDo(role, permission) ? '✓' : '')),
      ]),
    ]);
  });
});

describe('the roles', () => {
  it('stand in one place: the schema names none of them', () => {
    const schema = readFileSync(join(__dirname, '../libs/ledger-database/schema.sql'), 'utf8');
    expect(schema).toContain('CREATE TABLE public.api_keys');
    expect(ROLES.filter((role) => schema.includes(`'${role}'`))).toEqual([]);
  });
});

describe('access', () => {
  it('lets only an approver decide on a listing', () => {
    expect(ACCESS['decide-listing']).toEqual(['approver']);
  });

  /** A permission records when one of its routes can meet somebody else who writes: found by following its code. */
  const recording = PERMISSIONS.filter((permission) =>
    routes.some((route) => route.permission === permission && route.refusals[409]?.includes('too-many-conflicts')),
  );
  /** Those of the authority; all others are there to look. */
  const writers: readonly Role[] = ['officer', 'approver'];
  const lookersWhoRecord = (mayDoIt: typeof mayDo): string[] =>
    ROLES.filter((role) => !writers.includes(role)).flatMap((role) =>
      recording.filter((permission) => mayDoIt(role, permission)).map((permission) => `${role}: ${permission}`),
    );

  it('knows which permissions record something', () => {
    expect(recording).toEqual(
      expect.arrayContaining([
        'record-enforcement',
        'carry-listing-procedure',
        'decide-listing',
        'erase-personal-data',
      ]),
    );
    expect(recording).not.toContain('read-history');
  });

  it('lets nobody write who is there to look: a check or a question about a person records what was asked and answered, a redrive or a reconciliation that something is sent again or was settled, a revocation that a key has ended, none of them anything about anybody', () => {
    expect(lookersWhoRecord(mayDo)).toEqual([
      'department: read-status',
      'department: revoke-api-keys',
      'procurement: read-status',
      'procurement: check-bidders',
      'procurement: revoke-api-keys',
      'auditor: read-status',
      'auditor: revoke-api-keys',
      'operator: redrive-pushes',
      'operator: settle-reconciliations',
      'operator: revoke-api-keys',
    ]);
  });

  it('would see an auditor who could erase', () => {
    const planted = (role: Role, permission: Permission) =>
      mayDo(role, permission) || (role === 'auditor' && permission === 'erase-personal-data');
    expect(lookersWhoRecord(planted)).toContain('auditor: erase-personal-data');
  });

  it('has a route for every permission, but the one that only opens what is shown, and the one of a command that runs without an api', () => {
    const used = new Set(routes.map(({ permission }) => permission));
    expect(PERMISSIONS.filter((permission) => !used.has(permission))).toEqual([
      'read-personal-data',
      'check-restored-ledger',
    ]);
  });
});
