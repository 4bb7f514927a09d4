export * from './domain';
export * from './origin-of';
export { dossierReadModel } from './credit-dossier.projection';
export * from './credit-dossiers';
export * from './credit-dossier.module';
