import { execFile } from 'node:child_process';
import { mkdtempDisposable, readFile, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { expect, test } from 'vitest';

const script = fileURLToPath(new URL('../../scripts/destroy.sh', import.meta.url));
const run = promisify(execFile);

const aws = `#!/bin/sh
echo "aws $*" >> "$CALLS"
case "$*" in
  *describe-scalable-targets*users*) echo 1 ;;
  *describe-scalable-targets*) echo 0 ;;
  *describe-db-instances*users*) echo application-autoscaling-1 ;;
  *list-images*) echo 3 ;;
  *describe-load-balancers*) echo arn:aws:elasticloadbalancing:x ;;
  *describe-db-cluster-snapshots*users*) printf 'snapshot\\tcauseway-prod-users-final-1\\t100\\n' ;;
  *describe-db-cluster-automated-backups*users*) printf 'backup\\tcluster-USERS\\t100\\n' ;;
  *get-resources*) printf 'arn:aws:kms:eu-west-1:1:key/a\\tarn:aws:logs:eu-west-1:1:log-group:b\\n' ;;
esac
`;

const pulumi = `#!/bin/sh
echo "pulumi $*" >> "$CALLS"
case "$*" in
  *'output region'*) if [ "$5" = none ]; then exit 255; fi; echo eu-west-1 ;;
  *'output clusters'*) echo '{"users":{"endpoint":"x","masterSecretArn":"[secret]"},"orders":{}}' ;;
  *'output albDnsName'*) echo edge.elb.amazonaws.com ;;
esac
`;

/** Runs the script with stand-ins for aws and pulumi that write down what they are told. */
async function destroy(...args: readonly string[]) {
  await using folder = await mkdtempDisposable(join(tmpdir(), 'causeway-destroy-'));
  const calls = join(folder.path, 'calls');
  await writeFile(calls, '');
  await writeFile(join(folder.path, 'aws'), aws, { mode: 0o755 });
  await writeFile(join(folder.path, 'pulumi'), pulumi, { mode: 0o755 });
  const path = [folder.path, dirname(process.execPath), process.env['PATH']].join(delimiter);
  const result = await run(script, [...args], { env: { PATH: path, CALLS: calls } }).then(
    ({ stdout, stderr }) => ({ code: 0, stdout, stderr }),
    (error: { readonly code: number; readonly stdout: string; readonly stderr: string }) => error,
  );
  return {
    code: result.code,
    stdout: result.stdout,
    stderr: result.stderr,
    calls: (await readFile(calls, 'utf8')).trim().split('\n'),
  };
}

const changing = /(register-scalable-target|delete-|modify-|wait |state unprotect|pulumi destroy)/;

test('without --yes nothing changes, and everything that would is printed', async () => {
  const { code, stdout, calls } = await destroy('--stack', 'prod');
  expect(code).toBe(0);
  expect(calls.filter((call) => changing.test(call))).toEqual([]);
  expect(stdout.split('\n').filter((line) => line.startsWith('would run: '))).toEqual([
    'would run: aws application-autoscaling register-scalable-target --service-namespace rds --scalable-dimension rds:cluster:ReadReplicaCount --resource-id cluster:causeway-prod-users --min-capacity 0 --max-capacity 0',
    'would run: aws rds delete-db-instance --db-instance-identifier application-autoscaling-1',
    'would run: aws rds wait db-instance-deleted --db-instance-identifier application-autoscaling-1',
    'would run: aws rds modify-db-cluster --db-cluster-identifier causeway-prod-users --no-deletion-protection --apply-immediately',
    'would run: aws rds modify-db-cluster --db-cluster-identifier causeway-prod-orders --no-deletion-protection --apply-immediately',
    'would run: aws elbv2 modify-load-balancer-attributes --load-balancer-arn arn:aws:elasticloadbalancing:x --attributes Key=deletion_protection.enabled,Value=false',
    'would run: aws ecr delete-repository --repository-name causeway-prod --force',
    'would run: pulumi state unprotect --all --yes --stack prod',
    'would run: pulumi destroy --stack prod',
  ]);
  expect(stdout).toContain('Nothing was changed.');
});

test('with --yes scaled readers go first, then protection, then everything, in this order', async () => {
  const { code, calls, stdout } = await destroy('--stack', 'prod', '--yes');
  expect(code).toBe(0);
  const order = calls.filter((call) => changing.test(call)).map((call) => changing.exec(call)?.[1]);
  expect(order).toEqual([
    'register-scalable-target',
    'delete-',
    'wait ',
    'modify-',
    'modify-',
    'modify-',
    'delete-',
    'state unprotect',
    'pulumi destroy',
  ]);
  expect(stdout).not.toContain('Nothing was changed.');
});

test('what stays is listed with what it costs', async () => {
  const { stdout } = await destroy('--stack', 'prod');
  expect(stdout).toContain('causeway-prod-users-final-1');
  expect(stdout).toContain('backup\tcluster-USERS');
  expect(stdout).toContain('key arn:aws:kms:eu-west-1:1:key/a: about 1 USD a month');
  expect(stdout).toContain('log arn:aws:logs:eu-west-1:1:log-group:b: by what it holds');
});

test('a stack that does not stand, an unknown option and no stack are refused before anything is asked', async () => {
  const none = await destroy('--stack', 'none');
  expect(none).toMatchObject({ code: 1, stderr: expect.stringContaining('Stack none has no outputs') });
  expect(none.calls).toEqual(['pulumi stack output region --stack none']);
  expect(await destroy('--force')).toMatchObject({ code: 2, calls: [''] });
  expect(await destroy()).toMatchObject({ code: 2, calls: [''] });
  expect(await destroy('--stack')).toMatchObject({ code: 2, calls: [''] });
});
