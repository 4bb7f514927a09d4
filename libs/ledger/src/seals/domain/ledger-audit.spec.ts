import { specFor } from '../../../../../test/support/given-when-then';
import { auditsId, ledgerAudit, recordAudit, recordComparison } from './ledger-audit';
import { examples } from './ledger-audit.examples';

const { given } = specFor(ledgerAudit);
const { LedgerAudited: data } = examples;
const event = { type: 'LedgerAudited', data } as const;
const passed = { ...data, size: 8448, found: 0, findings: [] };

describe('the audits of a month', () => {
  it('are one stream', () => {
    expect(auditsId('2026-11-28')).toBe('2026-11');
  });

  it('have what was found', () => {
    given().when(recordAudit(data)).then(event);
    given(event)
      .when(recordAudit(passed))
      .then({ ...event, data: passed });
  });

  it('say the same of the same tree once', () => {
    given(event).when(recordAudit(data)).thenNothing();
  });

  it('have beside them what the read models were found to be', () => {
    const compared = { type: 'ReadModelsCompared', data: examples.ReadModelsCompared } as const;
    given(event).when(recordComparison(compared.data)).then(compared);
    given(compared).when(recordComparison(compared.data)).thenNothing();
    given(event, compared).when(recordAudit(data)).thenNothing();
  });

  it('are known by the newest', () => {
    expect(
      ledgerAudit.evolve(ledgerAudit.evolve(ledgerAudit.initial, event), { ...event, data: passed }).latest,
    ).toEqual(passed);
  });
});
