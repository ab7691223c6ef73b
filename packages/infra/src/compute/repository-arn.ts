/** The form of an image in ECR by its digest; the groups are account, region and repository. */
export const ecrImage =
  /^(\d{12})\.dkr\.ecr\.([a-z0-9-]+)\.amazonaws\.com(?:\.cn)?\/([a-z0-9][a-z0-9._/-]*)@sha256:[0-9a-f]{64}$/;

/** The ARN of the repository that an image stands in, for the right to pull it. @throws for an image that is not in ECR. */
export function repositoryArn(image: string, partition: string): string {
  const match = ecrImage.exec(image);
  if (match === null) throw new Error(`${image} is not an image in ECR by its digest.`);
  const [, account, region, repository] = match;
  return `arn:${partition}:ecr:${region}:${account}:repository/${repository}`;
}
