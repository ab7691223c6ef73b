import { parse } from 'graphql';
import { buildSchema, checkLimits, defaultLimits, type OperationLimits } from '../../../src/index.ts';

const schema = buildSchema();

/** What is asked, beside the document. */
export type Asked = {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly operationName?: string;
  readonly limits?: Partial<OperationLimits>;
};

/** The limits that an operation passes, as the errors say it. */
export function refused(source: string, { limits, ...asked }: Asked = {}) {
  return checkLimits({ schema, document: parse(source), ...asked }, { ...defaultLimits, ...limits }).map(
    ({ message, extensions, locations }) => ({ message, extensions, locations }),
  );
}

/** The same, in short: `depth 21 > 20`. */
export function passed(source: string, asked: Asked = {}): readonly string[] {
  return refused(source, asked).map(
    ({ extensions }) => `${extensions['limit']} ${extensions['value']} > ${extensions['maximum']}`,
  );
}

/** How much of what a limit is about an operation has, which is not zero. */
export function sizeOf(name: keyof OperationLimits, source: string, asked: Asked = {}): unknown {
  return refused(source, { ...asked, limits: { [name]: 0 } }).find(({ extensions }) => extensions['limit'] === name)
    ?.extensions['value'];
}
