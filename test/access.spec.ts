import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ACCESS, mayDo, PERMISSION_LABELS, PERMISSIONS, ROLES } from '../libs/ledger/src/access/access-table';

/** The rows of the table under "## The table", cell by cell, the heading first. */
function tableInDocs(): string[][] {
  const page = readFileSync(join(__dirname, '../docs/access.md'), 'utf8');
  const section = page.split('\n## ').find((part) => part.startsWith('The table')) ?? '';
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
    expect(tableInDocs()).toEqual([
      ['Permission', '含义', ...ROLES],
      ...PERMISSIONS.map((permission) => [
        `\`${permission}\``,
        PERMISSION_LABELS[permission],
        ...ROLES.map((role) => (mayDo(role, permission) ? '✓' : '')),
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

  it('lets nobody write who is there to look', () => {
    const writes = PERMISSIONS.filter((permission) => !/^(read|search|check|order)-/.test(permission));
    expect(writes).toContain('erase-personal-data');
    for (const role of ['department', 'procurement', 'auditor', 'operator'] as const) {
      expect(writes.filter((permission) => mayDo(role, permission))).toEqual([]);
    }
  });
});
