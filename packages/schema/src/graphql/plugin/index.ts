import './global-types.ts';
import SchemaBuilder, { BasePlugin, type SchemaTypes } from '@pothos/core';
import { installFilters } from './filters.ts';
import { installOrderings } from './orderings.ts';
import { installRootFields } from './root-fields.ts';
import { installTableTypes } from './table-types.ts';

/** Tables, columns and relations as GraphQL types and fields, with names that the compiler checks against the catalog. */
export class TablesPlugin<Types extends SchemaTypes> extends BasePlugin<Types> {}

installTableTypes();
installFilters();
installOrderings();
installRootFields();
SchemaBuilder.registerPlugin('tables', TablesPlugin);
