export * from './credit-dossier';
export { creditDossiers } from './credit-dossier.projection';
export * from './credit-dossiers';
export * from './credit-dossier.module';
