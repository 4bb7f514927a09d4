export { cellCharactersMax } from './csv/csv-records';
export type { FileEncoding } from './csv/line-decoder';
export { FILE_MEDIA_TYPES, XLSX } from './media-types';
export { openFile } from './open-file';
export * from './sheet-file';
