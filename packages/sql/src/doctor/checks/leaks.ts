import { keepOutOfLogs, readLoudSettings } from '../../fdw/quiet-log.ts';
import type { Check } from '../check.ts';
import { fault, ok, warning } from '../finding.ts';
import { look } from '../trouble.ts';

/** Whether the hub's server would write a hop's token down, in its log or its statistics, when it is renewed. */
export const leaksCheck: Check = {
  name: 'leaks',
  title: 'Tokens in logs',
  async run({ topology, probes }) {
    const { hub, others } = topology;
    const subject = `${hub.name} ${(hub.renewer ?? hub.admin)?.user ?? ''}`.trim();
    return await look(subject, async () => {
      if (!others.some(({ hop }) => hop?.auth.kind === 'iam')) return ok(subject, 'no hop has a token that is renewed');
      const database = await probes.as(hub, hub.renewer === undefined ? 'admin' : 'renewer');
      if (database === undefined) {
        const advice =
          'Add a renewer, or an admin, to the hub; or run `causeway fdw renew` with a topology that has one.';
        return warning(subject, 'no login of this topology can renew the tokens of the hops', advice);
      }
      const loud = await database.transaction().execute(async (transaction) => {
        await keepOutOfLogs(transaction);
        return await readLoudSettings(transaction);
      });
      if (loud.length === 0) return ok(subject, 'a renewal is written down nowhere');
      return loud.map(({ name, value, wanted, login }) =>
        fault(
          subject,
          `${name} is "${value}": the server would write tokens down, so that none is renewed`,
          `As an administrator of the hub: alter role ${login} set ${name} = '${wanted}'`,
        ),
      );
    });
  },
};
