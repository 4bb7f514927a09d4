import { SetMetadata } from '@nestjs/common';
import type { Permission } from './access-table';

export const PERMISSION = 'ledger:permission';

/** Names the permission a route asks for. A route without one is open to nobody (the api's guard sees to it). */
export const Allow = (permission: Permission) => SetMetadata(PERMISSION, permission);

export const PUBLIC = 'ledger:public';

/** A route that tells nothing about anybody: health, metrics, the API's own description. */
export const Public = () => SetMetadata(PUBLIC, true);
