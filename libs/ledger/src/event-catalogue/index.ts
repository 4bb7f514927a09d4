export { eventCatalogue, type LedgerEvent } from './event-catalogue';
