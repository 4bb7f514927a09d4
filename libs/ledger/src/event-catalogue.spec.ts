import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { upcastBy, versionOne } from './shared';
import { eventCatalogue } from './event-catalogue';

const capabilities = __dirname;

describe('the catalogue of events', () => {
  it('has every event type that a capability declares, and no other', () => {
    const declared = readdirSync(capabilities, { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.events.ts'))
      .map((path) => readFileSync(join(capabilities, path), 'utf8'))
      .flatMap((text) => [...text.matchAll(/readonly type: '(\w+)'/g)].flatMap(([, type]) => type ?? []));

    expect(declared.length).toBeGreaterThan(20);
    expect(Object.keys(eventCatalogue).sort()).toEqual(declared.sort());
  });

  it.each(Object.entries(eventCatalogue))('leads %s from version 1 to the present one', (_type, versions) => {
    expect(versions.upcasters).toHaveLength(versions.present - 1);
  });
});

describe('the versions of an event', () => {
  it('are one more than the steps between them', () => {
    const step = (data: object) => ({ ...data });
    expect(versionOne).toEqual({ present: 1, upcasters: [] });
    expect(upcastBy(step)).toEqual({ present: 2, upcasters: [step] });
    expect(upcastBy(step, step).present).toBe(3);
  });
});
