import type { CursorTree, Directive, FieldTree, FragmentTree, OperationTree, SelectionTree } from './operation.ts';
import { Variables } from './variables.ts';

/** An operation as it is sent. */
export type Written = {
  readonly document: string;
  /** Without those of the cursors. */
  readonly variables: Readonly<Record<string, unknown>>;
  /** The connections that want cursors: where a probe's answer gives them, and the variables that take them. */
  readonly probes: readonly Probe[];
};

export type Probe = { readonly key: string; readonly cursors: readonly WantedCursor[] };

type WantedCursor = CursorTree & { readonly variable: string };

/**
 * Writes an operation as a document. A probe is the same operation before it has cursors: each connection that wants one shows
 * the cursors of its first rows instead, under the key of its probe.
 */
export function writeOperation(tree: OperationTree, phase: 'probe' | 'final'): Written {
  const writer = new Writer(phase);
  const selections = writer.selections(tree.selections, '');
  const document = [`query${writer.variables.declarations()} ${selections}`, ...writer.fragments].join('\n');
  return { document, variables: writer.variables.values(), probes: writer.probes };
}

/** Rows whose cursors a probe shows. */
const PROBED_ROWS = 7;

class Writer {
  readonly variables = new Variables();
  readonly fragments: string[] = [];
  readonly probes: Probe[] = [];
  readonly #phase: 'probe' | 'final';
  /** What stands under each response key: fields that share one have to be the same field with the same arguments. */
  readonly #meanings = new Map<string, string>();
  #aliases = 0;

  constructor(phase: 'probe' | 'final') {
    this.#phase = phase;
  }

  /** `path` is made of response keys: fragments add nothing to it. */
  selections(trees: readonly SelectionTree[], path: string, extra: readonly string[] = []): string {
    const written = trees.map((tree) => (tree.kind === 'field' ? this.#field(tree, path) : this.#fragment(tree, path)));
    return `{ ${[...written, ...extra].join(' ')} }`;
  }

  #field(tree: FieldTree, path: string): string {
    const probe = this.#probe(tree.cursors);
    const probing = probe !== undefined && this.#phase === 'probe';
    const args = [...this.#arguments(tree, probing), ...(probing ? [`first: ${PROBED_ROWS}`] : [])];
    if (probe !== undefined && !probing) {
      args.push(...probe.cursors.map(({ argument, variable }) => `${argument}: ${this.variables.cursor(variable)}`));
    }
    const call = `${tree.name}${args.length === 0 ? '' : `(${args.join(', ')})`}`;
    const key = this.#key(tree, path, call);
    const extra = probing ? [`${probe.key}: edges { cursor }`] : [];
    const below = tree.selections.length === 0 ? '' : ` ${this.selections(tree.selections, `${path}.${key}`, extra)}`;
    return `${key === tree.name ? '' : `${key}: `}${call}${this.#directive(tree.directive)}${below}`;
  }

  #arguments({ args, cursors }: FieldTree, probing: boolean): readonly string[] {
    const unfiltered = cursors.some((cursor) => cursor.unfiltered);
    return args
      .filter(({ name }) => !(probing && (name === 'first' || name === 'last' || (name === 'where' && unfiltered))))
      .map(({ name, input }) => `${name}: ${this.variables.write(input)}`);
  }

  /** The wished key where it is free or means the same already, and a new one otherwise. */
  #key({ alias, name, type }: FieldTree, path: string, call: string): string {
    const meaning = `${call}: ${type}`;
    const wished = alias ?? name;
    const known = this.#meanings.get(`${path}.${wished}`);
    if (known !== undefined && known !== meaning) {
      this.#aliases += 1;
      return `other${this.#aliases}`;
    }
    this.#meanings.set(`${path}.${wished}`, meaning);
    return wished;
  }

  #fragment({ on, form, directive, selections }: FragmentTree, path: string): string {
    const content = this.selections(selections, path);
    const condition = this.#directive(directive);
    if (form === 'inline') return `... on ${on}${condition} ${content}`;
    if (form === 'inline without type') return `...${condition} ${content}`;
    const name = `F${this.fragments.length}`;
    this.fragments.push(`fragment ${name} on ${on} ${content}`);
    return `...${name}${condition}`;
  }

  #directive(directive: Directive | undefined): string {
    if (directive === undefined) return '';
    const value = directive.variable ? this.variables.add('Boolean!', directive.if) : String(directive.if);
    return ` @${directive.name}(if: ${value})`;
  }

  #probe(cursors: readonly CursorTree[]): Probe | undefined {
    if (cursors.length === 0) return undefined;
    const number = this.probes.length;
    const wanted = cursors.map((cursor) => ({ ...cursor, variable: `${cursor.argument}${number}` }));
    const probe = { key: `probe${number}`, cursors: wanted };
    this.probes.push(probe);
    return probe;
  }
}
