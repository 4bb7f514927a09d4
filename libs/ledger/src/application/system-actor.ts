import type { Actor } from '@app/event-store';

/** Who acts when the ledger carries out a policy by itself. */
export const systemActor: Actor = { name: '台账自动处理', unitName: '消防信用台账', unitCode: '', role: 'system' };
