/** One thing that is wrong with a topology: where, what kind of value stands there, and what to write instead. */
export type TopologyFault = {
  /** The keys that lead there, with dots between them; empty for the document itself. */
  readonly path: string;
  /** The kind of the value that was found ("a string", "nothing"), never the value: it may be a password. */
  readonly found: string;
  readonly advice: string;
};

const describe = ({ path, found, advice }: TopologyFault): string =>
  `- ${path === '' ? 'the document' : path}: found ${found}; ${advice}`;

/** A topology that cannot be used. Its message lists every fault, so that one reading is enough to mend them all. */
export class TopologyError extends Error {
  override readonly name = 'TopologyError';
  readonly faults: readonly TopologyFault[];

  constructor(message: string, faults: readonly TopologyFault[] = [], options?: ErrorOptions) {
    super([message, ...faults.map(describe)].join('\n'), options);
    this.faults = faults;
  }
}
