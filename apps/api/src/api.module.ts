import { capabilities } from '@app/ledger';
import { type DynamicModule, Module } from '@nestjs/common';
import { APP_FILTER, APP_GUARD, APP_INTERCEPTOR, APP_PIPE } from '@nestjs/core';
import { operations } from '../../operations/src/operations';
import { AccessGuard } from './access.guard';
import { AccessRecordInterceptor } from './access-record.interceptor';
import { AnswersInterceptor } from './answers.interceptor';
import { PersonalDataInterceptor } from './personal-data.interceptor';
import { ProblemFilter } from './problem.filter';
import { SealedInterceptor } from './sealed.interceptor';
import { validation } from './validation';

/** The capabilities, and the edge around them. Adapters, and whatever else shares the process, come from outside. */
@Module({
  imports: capabilities.map(({ module }) => module),
  controllers: [...operations.controllers],
  providers: [
    { provide: APP_GUARD, useClass: AccessGuard },
    { provide: APP_FILTER, useClass: ProblemFilter },
    ...operations.providers,
    AccessRecordInterceptor,
    PersonalDataInterceptor,
    SealedInterceptor,
    { provide: APP_INTERCEPTOR, useClass: AnswersInterceptor },
    { provide: APP_PIPE, useFactory: validation },
  ],
})
export class ApiModule {
  static with(imports: NonNullable<DynamicModule['imports']>): DynamicModule {
    return { module: ApiModule, imports };
  }
}
