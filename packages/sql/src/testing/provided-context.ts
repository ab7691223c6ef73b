import 'vitest';

/** What the global setup hands to test files: the topology of the clusters, as JSON, since only plain data crosses processes. */
export type ProvidedTopology = {
  readonly hub: string;
  readonly clusters: Readonly<Record<string, unknown>>;
};

declare module 'vitest' {
  interface ProvidedContext {
    readonly causewayTopology: ProvidedTopology;
  }
}
