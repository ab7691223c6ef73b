import {
  AlwaysOffSampler,
  AlwaysOnSampler,
  ParentBasedSampler,
  type Sampler,
  TraceIdRatioBasedSampler,
} from '@opentelemetry/sdk-trace';

/** Variables of OpenTelemetry as a process has them. */
export type TraceEnvironment = Readonly<Record<string, string | undefined>>;

/** `OTEL_TRACES_SAMPLER` or its argument is none that OpenTelemetry knows. */
export class SamplerError extends Error {
  override readonly name = 'SamplerError';
}

/**
 * Which requests are traced, by OpenTelemetry's own variables: all by default, except where the caller's trace is not sampled.
 *
 * @throws {SamplerError} for a sampler or a ratio that is none
 */
export function samplerOf({
  OTEL_TRACES_SAMPLER: name = '',
  OTEL_TRACES_SAMPLER_ARG: argument,
}: TraceEnvironment): Sampler {
  switch (name) {
    case 'always_on':
      return new AlwaysOnSampler();
    case 'always_off':
      return new AlwaysOffSampler();
    case 'traceidratio':
      return new TraceIdRatioBasedSampler(ratioOf(argument));
    case '':
    case 'parentbased_always_on':
      return new ParentBasedSampler({ root: new AlwaysOnSampler() });
    case 'parentbased_always_off':
      return new ParentBasedSampler({ root: new AlwaysOffSampler() });
    case 'parentbased_traceidratio':
      return new ParentBasedSampler({ root: new TraceIdRatioBasedSampler(ratioOf(argument)) });
    default:
      throw new SamplerError(
        `OTEL_TRACES_SAMPLER: found ${JSON.stringify(name)}; write one of always_on, always_off, traceidratio, ` +
          'parentbased_always_on, parentbased_always_off, parentbased_traceidratio',
      );
  }
}

function ratioOf(argument = '1'): number {
  const ratio = Number(argument);
  if (argument.trim() !== '' && ratio >= 0 && ratio <= 1) return ratio;
  throw new SamplerError(`OTEL_TRACES_SAMPLER_ARG: found ${JSON.stringify(argument)}; write a number from 0 to 1`);
}
