/**
 * The clusters that run on this machine, each with a database of its name: the hub first, then those that a hop leads to.
 * Every cluster that a foreign table names stands here, so that `dev` and the tests have it; its tables come from its migrations.
 */
export const localClusterNames = ['users', 'orders'] as const;

/** The name of a local cluster. */
export type LocalClusterName = (typeof localClusterNames)[number];

/** Something of each local cluster. */
export type PerCluster<Value> = Readonly<Record<LocalClusterName, Value>>;

/** Whether no local cluster is left out. */
export function hasAll<Value>(made: Partial<PerCluster<Value>>): made is PerCluster<Value> {
  return localClusterNames.every((name) => made[name] !== undefined);
}

/** Makes something for each local cluster; the hub's index is 0. */
export function perCluster<Value>(make: (name: LocalClusterName, index: number) => Value): PerCluster<Value> {
  const made: Partial<Record<LocalClusterName, Value>> = {};
  for (const [index, name] of localClusterNames.entries()) made[name] = make(name, index);
  if (!hasAll(made)) throw new Error('A local cluster was left out.');
  return made;
}
