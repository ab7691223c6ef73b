import type { InputTree, InputValue } from './operation.ts';

type Variable = { readonly type: string; readonly name: string; readonly default?: string; readonly value?: unknown };

/** The variables of one document, as values are written that are to be passed so. */
export class Variables {
  readonly #variables: Variable[] = [];

  /** Writes a value: literally, or as a variable of its place's type. */
  write(input: InputTree): string {
    switch (input.mode) {
      case 'literal':
        return this.#literal(input.value);
      case 'variable':
        return this.add(input.type, plain(input.value));
      case 'default':
        return this.#declare({ type: input.type, name: this.#name(), default: constant(input.value) });
      case 'absent':
        return this.#declare({ type: input.type, name: this.#name() });
    }
  }

  /** A variable with a value. */
  add(type: string, value: unknown): string {
    return this.#declare({ type, name: this.#name(), value });
  }

  /** A variable whose value is known later. */
  cursor(name: string): string {
    return this.#declare({ type: 'String', name });
  }

  declarations(): string {
    const written = this.#variables.map(
      (variable) =>
        `$${variable.name}: ${variable.type}${variable.default === undefined ? '' : ` = ${variable.default}`}`,
    );
    return written.length === 0 ? '' : ` (${written.join(', ')})`;
  }

  values(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      this.#variables.flatMap(({ name, value }) => (value === undefined ? [] : [[name, value]])),
    );
  }

  #declare(variable: Variable): string {
    this.#variables.push(variable);
    return `$${variable.name}`;
  }

  #name(): string {
    return `v${this.#variables.length}`;
  }

  /** What is inside may be variables again. */
  #literal(value: InputValue): string {
    return print(value, (input) => this.write(input));
  }
}

/** A literal without variables, as defaults have to be. */
function constant(value: InputValue): string {
  return print(value, (input) => constant(input.value));
}

function print(value: InputValue, inner: (input: InputTree) => string): string {
  switch (value.kind) {
    case 'null':
      return 'null';
    case 'scalar':
      return JSON.stringify(value.value);
    case 'enum':
      return value.value;
    case 'list':
      return `[${value.items.map(inner).join(', ')}]`;
    case 'object':
      return `{${value.fields.map(({ name, input }) => `${name}: ${inner(input)}`).join(', ')}}`;
  }
}

/** The value as JSON carries it. */
function plain(value: InputValue): unknown {
  switch (value.kind) {
    case 'null':
      return null;
    case 'scalar':
    case 'enum':
      return value.value;
    case 'list':
      return value.items.map((input) => plain(input.value));
    case 'object':
      return Object.fromEntries(value.fields.map(({ name, input }) => [name, plain(input.value)]));
  }
}
