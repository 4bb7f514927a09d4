import { type CalledRequest, mayDo, PERMISSION, type Permission, PUBLIC, Refusal } from '@app/ledger';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

/**
 * Lets a caller in whose role has the route's permission. A route that names no permission is closed. Who calls is known since the
 * door (`doorkeeper.ts`), which refused most of them before their body was read; what the decorators say is decided here.
 *
 * Refusals, in this order: `key-missing`, `not-allowed`.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    const { caller } = context.switchToHttp().getRequest<CalledRequest>();
    if (!caller) throw new Refusal('key-missing');
    if (!permission || !mayDo(caller.role, permission)) throw new Refusal('not-allowed');
    return true;
  }
}
