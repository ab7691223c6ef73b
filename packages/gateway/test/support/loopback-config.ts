import type { z } from 'zod';
import { type Config, configSchema } from '../../src/config/config.ts';

/** The defaults, on any free port of this machine, with what the test changes. */
export function loopbackConfig(changes: Partial<z.input<typeof configSchema>> = {}): Config {
  const sections = {
    clusters: {},
    access: {},
    requests: {},
    hub: {},
    limits: {},
    observe: {},
    ...changes,
    http: { host: '127.0.0.1', port: 0, ...changes.http },
  };
  return configSchema.parse(sections);
}
