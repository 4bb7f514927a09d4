import { Module } from '@nestjs/common';
import { DeskModule } from '../application';
import { PrintedPublicityPolicy } from './printed-publicity.policy';

@Module({
  imports: [DeskModule],
  providers: [PrintedPublicityPolicy],
  exports: [PrintedPublicityPolicy],
})
export class PrintedPublicityModule {}
