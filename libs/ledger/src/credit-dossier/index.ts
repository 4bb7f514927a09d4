export * from './domain';
export * from './origin-of';
export { dossierReadModel } from './credit-dossier.projection';
export * from './dossiers';
export * from './credit-calendar';
export * from './credit-dossier.module';
