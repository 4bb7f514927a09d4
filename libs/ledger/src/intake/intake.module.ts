import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import type { Format } from '../file-format';
import { FORMATS, Intake } from './intake';
import { intakeController } from './intake.controller';

@Module({})
export class IntakeModule {
  /** @param capabilities the modules whose commands the rows become */
  static taking(formats: readonly Format[], capabilities: NonNullable<DynamicModule['imports']>): DynamicModule {
    return {
      module: IntakeModule,
      imports: [CqrsModule, ...capabilities],
      controllers: [intakeController(formats.map(({ kind }) => kind))],
      providers: [Intake, { provide: FORMATS, useValue: formats }],
    };
  }
}
