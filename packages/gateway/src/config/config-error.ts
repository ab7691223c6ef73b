/** One thing that is wrong with the configuration: where, what stands there, and what to do. */
export type ConfigFault = {
  /** A flag, a variable, or file and key. */
  readonly where: string;
  /** The value as it was given, or its kind where it may be a secret. */
  readonly found: string;
  readonly advice: string;
};

const describe = ({ where, found, advice }: ConfigFault): string => `- ${where}: found ${found}; ${advice}`;

/** A configuration that cannot be used. Its message lists every fault, so that one reading is enough to mend them all. */
export class ConfigError extends Error {
  override readonly name = 'ConfigError';
  readonly faults: readonly ConfigFault[];

  constructor(faults: readonly ConfigFault[]) {
    super(['The configuration cannot be used:', ...faults.map(describe)].join('\n'));
    this.faults = faults;
  }
}
