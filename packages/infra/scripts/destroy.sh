#!/usr/bin/env bash
# Takes a stack down in the order that AWS demands, and lists what stays and what that costs. Without --yes it changes nothing and
# prints what it would do. Needs node, aws and pulumi (or npx), logged in, and runs in packages/infra.
#
#   scripts/destroy.sh --stack dev            what would happen
#   scripts/destroy.sh --stack dev --yes      does it; data goes, prod keeps a last snapshot of each cluster
set -euo pipefail
cd "$(dirname "$0")/.."

usage() {
  sed -n '2,6s/^# \{0,1\}//p' "scripts/$(basename "$0")"
  exit "${1:-2}"
}

stack=''
run=false
while [ $# -gt 0 ]; do
  case "$1" in
    --stack)
      stack=${2:-}
      shift 2 || usage
      ;;
    --yes)
      run=true
      shift
      ;;
    --help | -h) usage 0 ;;
    *)
      printf 'Unknown option: %s\n' "$1" >&2
      usage
      ;;
  esac
done
[ -n "$stack" ] || usage

. scripts/tools.sh
need node aws

step() { printf '\n== %s\n' "$*"; }

# Changes something, or says what it would change.
act() {
  if $run; then
    printf '+ %s\n' "$*"
    "$@"
  else
    printf 'would run: %s\n' "$*"
  fi
}

region=$(pulumi stack output region --stack "$stack") || {
  printf 'Stack %s has no outputs: nothing of it stands, or its first up did not end. Then try pulumi destroy.\n' "$stack" >&2
  exit 1
}
# Names of small letters and digits, a word each.
clusters=$(pulumi stack output clusters --json --stack "$stack" |
  node -p 'Object.keys(JSON.parse(require("node:fs").readFileSync(0, "utf8"))).join(" ")')
project=$(sed -n 's/^name: *//p' Pulumi.yaml)
export AWS_REGION=$region

step "1. Readers that autoscaling made: Pulumi does not know them, and a cluster with readers cannot be deleted"
for cluster in $clusters; do
  id="$project-$stack-$cluster"
  scaled=$(aws application-autoscaling describe-scalable-targets --service-namespace rds \
    --resource-ids "cluster:$id" --query 'length(ScalableTargets)' --output text)
  [ "$scaled" = 0 ] || act aws application-autoscaling register-scalable-target --service-namespace rds \
    --scalable-dimension rds:cluster:ReadReplicaCount --resource-id "cluster:$id" --min-capacity 0 --max-capacity 0
  readers=$(aws rds describe-db-instances --filters "Name=db-cluster-id,Values=$id" \
    --query "DBInstances[?starts_with(DBInstanceIdentifier, 'application-autoscaling-')].DBInstanceIdentifier" --output text)
  for reader in $readers; do
    act aws rds delete-db-instance --db-instance-identifier "$reader"
  done
  for reader in $readers; do
    act aws rds wait db-instance-deleted --db-instance-identifier "$reader"
  done
done

step "2. Protection: AWS's own, then Pulumi's"
for cluster in $clusters; do
  act aws rds modify-db-cluster --db-cluster-identifier "$project-$stack-$cluster" --no-deletion-protection --apply-immediately
done
name=$(pulumi stack output albDnsName --stack "$stack" 2>/dev/null || true)
if [ -n "$name" ]; then
  arn=$(aws elbv2 describe-load-balancers --query "LoadBalancers[?DNSName=='$name'].LoadBalancerArn" --output text)
  act aws elbv2 modify-load-balancer-attributes --load-balancer-arn "$arn" --attributes Key=deletion_protection.enabled,Value=false
fi
# Of production it keeps its images until somebody says otherwise. Pulumi takes one that is gone for deleted.
if images=$(aws ecr list-images --repository-name "$project-$stack" --query 'length(imageIds)' --output text 2>/dev/null) &&
  [ "$images" != 0 ]; then
  act aws ecr delete-repository --repository-name "$project-$stack" --force
fi
act pulumi state unprotect --all --yes --stack "$stack"

step "3. Everything else"
if $run; then
  # Asks once more, with the list of what goes.
  pulumi destroy --stack "$stack"
else
  act pulumi destroy --stack "$stack"
fi

step "4. What stays, and what it costs (prices of us-east-1, README.md)"
for cluster in $clusters; do
  id="$project-$stack-$cluster"
  # Chosen in the answer: by its name RDS would ask for a cluster that exists.
  aws rds describe-db-cluster-snapshots --snapshot-type manual --output text \
    --query "DBClusterSnapshots[?DBClusterIdentifier=='$id'].['snapshot', DBClusterSnapshotIdentifier, AllocatedStorage, 'GB: backup storage, by the GB and month']"
  # Of production they stay for as many days as the cluster kept them.
  aws rds describe-db-cluster-automated-backups --output text \
    --query "DBClusterAutomatedBackups[?DBClusterIdentifier=='$id'].['backup', DbClusterResourceId, AllocatedStorage, 'GB: backup storage, until it ends by itself; days that it is kept:', BackupRetentionPeriod]"
done
aws resourcegroupstaggingapi get-resources --tag-filters "Key=Project,Values=$project" "Key=Stack,Values=$stack" --output text \
  --query 'ResourceTagMappingList[].ResourceARN' | tr '\t' '\n' | sed -n \
  -e 's/^\(arn:[^:]*:kms:.*\)/key \1: about 1 USD a month until it is deleted (aws kms schedule-key-deletion)/p' \
  -e 's/^\(arn:[^:]*:logs:.*\)/log \1: by what it holds, until its lines expire; delete it before a stack of this name is made again/p' \
  -e 's/^\(arn:[^:]*:ec2:.*network-interface.*\)/network interface \1: free; one of a Lambda function or task goes by itself/p' \
  -e 's/^\(arn:[^:]*:s3:.*\)/bucket \1: by what it holds/p'
$run || printf '\nNothing was changed. Add --yes to do it.\n'
