export * from './major-fire-hazard.module';
