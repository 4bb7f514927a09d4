import { OtlpExporter, type OtlpSettings } from './otlp';
import { Tracing } from './tracing';

/** Traces, told to a collector. */
export const tracingTo = (settings: OtlpSettings, onTrouble: (what: string) => void): Tracing =>
  new Tracing(new OtlpExporter(settings, onTrouble));
