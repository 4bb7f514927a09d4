import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Refusal } from '../shared';
import { REFUSAL_MESSAGES } from './refusal-messages';
import { messageOf } from '.';

const source = join(__dirname, '..');

/** Every code that is thrown as a literal anywhere in the ledger. */
function thrownCodes(): string[] {
  const files = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter(
    (file) => file.endsWith('.ts') && !file.endsWith('.spec.ts'),
  );
  return files.flatMap((file) =>
    [...readFileSync(join(source, file), 'utf8').matchAll(/new Refusal\(\s*'([^']+)'/g)].map((match) => match[1] ?? ''),
  );
}

describe('refusal messages', () => {
  it('finds the codes it is about', () => {
    expect(thrownCodes().length).toBeGreaterThan(50);
  });

  it.each([...new Set(thrownCodes())])('has a Chinese sentence for %s', (code) => {
    expect(Object.keys(REFUSAL_MESSAGES)).toContain(code);
    expect(messageOf(new Refusal(code, {}))).toMatch(/[\u4e00-\u9fa5]/);
  });

  it('tells the facts', () => {
    expect(messageOf(new Refusal('defence-window-open', { defenceUntil: '2026-05-13' }))).toContain('2026-05-13');
    expect(messageOf(new Refusal('headings-missing', { missing: ['名称', '处罚机关'] }))).toContain('名称、处罚机关');
  });
});
