import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { Observable } from 'rxjs';
import { AccessRecordInterceptor } from './access-record.interceptor';
import { PersonalDataInterceptor } from './personal-data.interceptor';
import { SealedInterceptor } from './sealed.interceptor';

/**
 * All that happens to an answer: it waits to be sealed, personal text in it is opened, and who reads it is written down as it leaves. One
 * interceptor for the framework, which puts layers of its own around each.
 */
@Injectable()
export class AnswersInterceptor implements NestInterceptor {
  constructor(
    private readonly records: AccessRecordInterceptor,
    private readonly personal: PersonalDataInterceptor,
    private readonly sealed: SealedInterceptor,
  ) {}

  intercept(context: ExecutionContext, next: CallHandler<unknown>): Observable<unknown> {
    const sealed: CallHandler<unknown> = { handle: () => this.sealed.intercept(context, next) };
    return this.records.intercept(context, { handle: () => this.personal.intercept(context, sealed) });
  }
}
