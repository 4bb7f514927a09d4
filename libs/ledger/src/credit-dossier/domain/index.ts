export * from './credit-calendar';
export * from './credit-dossier';
export * from './credit-fact';
export * from './standing';
