import * as aws from '@pulumi/aws';
import * as pulumi from '@pulumi/pulumi';

/** What a certificate depends on. */
export type CertificateArgs = { readonly domain: string; readonly zoneId: string };

/** A certificate that AWS renews by itself, proved by a record in the zone. */
export class Certificate extends pulumi.ComponentResource {
  /** Known once the certificate may be used. */
  readonly arn: pulumi.Output<string>;

  constructor(name: string, { domain, zoneId }: CertificateArgs, options: pulumi.ComponentResourceOptions) {
    super('causeway:infra:Certificate', name, {}, options);
    const own = { parent: this };
    const certificate = new aws.acm.Certificate(name, { domainName: domain, validationMethod: 'DNS' }, own);
    // One name, so one proof.
    const proof = certificate.domainValidationOptions.apply(([option]) => ({
      name: option?.resourceRecordName ?? '',
      type: option?.resourceRecordType ?? 'CNAME',
      value: option?.resourceRecordValue ?? '',
    }));
    const record = new aws.route53.Record(
      `${name}-proof`,
      { zoneId, name: proof.name, type: proof.type, records: [proof.value], ttl: 300, allowOverwrite: true },
      own,
    );
    const valid = new aws.acm.CertificateValidation(
      name,
      { certificateArn: certificate.arn, validationRecordFqdns: [record.fqdn] },
      own,
    );
    this.arn = valid.certificateArn;
    this.registerOutputs({ arn: this.arn });
  }
}
