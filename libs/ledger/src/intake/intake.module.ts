import { type DynamicModule, Module } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DeskModule } from '../application';
import type { Format } from '../file-format';
import { PersonalDataModule } from '../personal-data';
import { FORMATS, Intake } from './intake';
import { intakeController } from './intake.controller';

@Module({})
export class IntakeModule {
  /** @param capabilities the modules whose commands the rows become */
  static taking(formats: readonly Format[], capabilities: NonNullable<DynamicModule['imports']>): DynamicModule {
    return {
      module: IntakeModule,
      imports: [CqrsModule, DeskModule, PersonalDataModule, ...capabilities],
      controllers: [intakeController(formats.map(({ kind }) => kind))],
      providers: [Intake, { provide: FORMATS, useValue: formats }],
    };
  }
}
