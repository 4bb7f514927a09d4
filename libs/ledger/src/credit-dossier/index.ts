export * from './credit-dossier';
export { dossierReadModel } from './credit-dossier.projection';
export * from './credit-dossiers';
export * from './credit-dossier.module';
