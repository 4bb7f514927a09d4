import { ApiKeys, type CalledRequest, mayDo, PERMISSION, type Permission, PUBLIC, Refusal } from '@app/ledger';
import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';

/**
 * Lets a caller in whose key is known and whose role has the route's permission. A route that names no permission is closed.
 *
 * Refusals, in this order: `key-missing`, `key-unknown`, `not-allowed`.
 */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(
    private readonly reflector: Reflector,
    private readonly keys: ApiKeys,
  ) {}

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const targets = [context.getHandler(), context.getClass()];
    if (this.reflector.getAllAndOverride<boolean | undefined>(PUBLIC, targets)) return true;
    const permission = this.reflector.getAllAndOverride<Permission | undefined>(PERMISSION, targets);
    const request = context.switchToHttp().getRequest<CalledRequest>();
    const key = bearerIn(request);
    if (key === undefined) throw new Refusal('key-missing');
    const caller = await this.keys.callerOf(key);
    if (!caller) throw new Refusal('key-unknown');
    if (!permission || !mayDo(caller.role, permission)) throw new Refusal('not-allowed');
    request.caller = caller;
    return true;
  }
}

/** The key that a request carries; undefined: none. */
export function bearerIn({ headers }: CalledRequest): string | undefined {
  const { authorization } = headers;
  const match = typeof authorization === 'string' ? /^Bearer\s+(\S+)$/i.exec(authorization) : null;
  return match?.[1];
}
