import { capabilities } from '@app/ledger';
import { MODULE_METADATA } from '@nestjs/common/constants';
import { ApiModule } from '../../api/src/api.module';
import { WorkerModule } from '../../worker/src/worker.module';
import { rebuildable } from './read-models';

const modules = capabilities.map(({ module }) => module);

describe('what runs of a capability', () => {
  it('is its module in the api', () => {
    expect(Reflect.getMetadata(MODULE_METADATA.IMPORTS, ApiModule)).toEqual(expect.arrayContaining(modules));
  });

  it('is its module in the worker, with every policy', () => {
    const { imports, providers } = WorkerModule.telling([]);
    expect(imports).toEqual(expect.arrayContaining(modules));
    const injected = (providers ?? []).flatMap((one) => ('inject' in one && one.inject ? one.inject : []));
    const policies = capabilities.flatMap((capability) => capability.policies ?? []);
    expect(policies.length).toBeGreaterThan(1);
    expect(injected).toEqual(expect.arrayContaining(policies));
  });

  it('is every read model of it that can be rebuilt', () => {
    expect(rebuildable).toEqual(capabilities.flatMap(({ readModels }) => readModels ?? []));
    expect(new Set(rebuildable.map(({ name }) => name)).size).toBe(rebuildable.length);
    expect(rebuildable.length).toBeGreaterThan(3);
  });
});
