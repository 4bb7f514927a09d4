export { type SheetWritten, workbookOf } from './workbook';
export { type ZipPart, zipOf } from './zip';
