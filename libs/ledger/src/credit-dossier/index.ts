export * from './domain';
export * from './origin-of';
export { dossierReadModel } from './credit-dossier.projection';
export * from './dossiers';
export { DossierMemory } from './dossier-memory';
export * from './credit-calendar';
export * from './credit-dossier.module';
