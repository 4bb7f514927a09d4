import { Module } from '@nestjs/common';
import { CreditDossiers } from './credit-dossiers';

@Module({ providers: [CreditDossiers], exports: [CreditDossiers] })
export class CreditDossierModule {}
