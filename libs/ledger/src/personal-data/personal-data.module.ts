import { Module } from '@nestjs/common';
import { PersonalPapers } from './personal-papers';

@Module({ providers: [PersonalPapers], exports: [PersonalPapers] })
export class PersonalDataModule {}
