import { type Drift, describeDrift, findClusterDrift, findHubDrift } from '../../fdw/check.ts';
import type { Check } from '../check.ts';
import { type Finding, fault, ok } from '../finding.ts';
import { look, Skipped } from '../trouble.ts';

/** Whether the hub's foreign servers, tables, views and grants, and the tables behind them, are as the topology wants them. */
export const driftCheck: Check = {
  name: 'drift',
  title: 'Drift',
  async run({ topology, foreignTables, probes }) {
    const { hub, others } = topology;
    const onHub = look(hub.name, async () => {
      const admin = await probes.as(hub, 'admin');
      if (admin === undefined) throw new Skipped('the topology has no admin of the hub');
      return report(hub.name, await findHubDrift(admin, topology, foreignTables));
    });
    const behind = others.map((cluster) =>
      look(cluster.name, async () =>
        report(cluster.name, await findClusterDrift(await probes.catalogs(cluster), cluster, foreignTables)),
      ),
    );
    return (await Promise.all([onHub, ...behind])).flat();
  },
};

function report(subject: string, drift: readonly Drift[]): readonly Finding[] {
  if (drift.length === 0) return [ok(subject, 'as wanted')];
  return drift.map((one) => {
    const line = describeDrift(one);
    const text = line.replace(/^(hub|gateway|cluster \S+): /, '');
    if (line.startsWith('hub: ')) return fault(subject, `differs; to mend it: ${text}`, 'Run `causeway fdw apply`.');
    if (line.startsWith('gateway: ')) return fault(subject, text, 'As an administrator of the hub.');
    return fault(
      subject,
      text,
      "Change the cluster's table back, or the list of foreign tables, and run `causeway fdw apply`.",
    );
  });
}
