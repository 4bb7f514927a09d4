import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiExtension } from '@nestjs/swagger';
import type { Permission } from './access-table';

export const PERMISSION = 'ledger:permission';

/**
 * Names the permission a route asks for. A route without one is open to nobody (the api's guard sees to it). The api's own
 * description says it, too, as `x-permission`.
 */
export const Allow = (permission: Permission) =>
  applyDecorators(SetMetadata(PERMISSION, permission), ApiExtension('x-permission', permission));

export const PUBLIC = 'ledger:public';

/** A route that tells nothing about anybody: health, metrics, the API's own description. */
export const Public = () => SetMetadata(PUBLIC, true);
