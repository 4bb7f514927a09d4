export { PostgresPersonKeys } from './postgres-person-keys';
