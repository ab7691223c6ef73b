import type { Source } from './given.ts';
import { allOptions } from './list-options.ts';
import { adviseName } from './nearest.ts';

/** Environment variables as a process has them. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Names the configuration file. */
export const fileVariable = 'CAUSEWAY_CONFIG';

/** Variables of the program that are no options of the gateway: the file's, and where `dev` keeps its clusters. */
const others = [fileVariable, 'CAUSEWAY_STATE_DIR'];

/**
 * What Kubernetes sets in every container for each service of its namespace that is called causeway, or begins so, as causeway-metrics.
 * Source: https://kubernetes.io/docs/concepts/services-networking/service/#environment-variables
 */
const ofKubernetes = /_SERVICE_(HOST|PORT(_\w+)?)$|_PORT_\d+_(TCP|UDP|SCTP)(_(PROTO|PORT|ADDR))?$/;
const addressOfKubernetes = /^(tcp|udp|sctp):\/\//;

/** What the variables `CAUSEWAY_…` give. One that is empty gives nothing, so that a template may leave it so. */
export function fromEnvironment(environment: Environment): Source {
  const options = new Map(allOptions.map((option) => [option.variable, option]));
  const known = [...options.keys(), ...others];
  const set = Object.entries(environment).flatMap(([name, value]) =>
    isOurs(name, value) && value !== undefined && value !== '' ? [{ name, value }] : [],
  );
  return {
    given: set.flatMap(({ name, value }) => {
      const option = options.get(name);
      return option === undefined ? [] : [{ option, value: option.fromText(value), from: name }];
    }),
    faults: set
      .filter(({ name }) => !known.includes(name))
      .map(({ name }) => ({ where: name, found: 'an unknown variable', advice: adviseName(name, known) })),
  };
}

function isOurs(name: string, value: string | undefined): boolean {
  if (!name.startsWith('CAUSEWAY_') || ofKubernetes.test(name)) return false;
  return !(name.endsWith('_PORT') && value !== undefined && addressOfKubernetes.test(value));
}
