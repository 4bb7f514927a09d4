export const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';

/**
 * Media types of a file with a table. Which of them it is, its content says; browsers on Windows send CSV as `application/vnd.ms-excel`,
 * and programs send anything as `application/octet-stream`.
 */
export const FILE_MEDIA_TYPES = ['text/csv', XLSX, 'application/vnd.ms-excel', 'application/octet-stream'];
