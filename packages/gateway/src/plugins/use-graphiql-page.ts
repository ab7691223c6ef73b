import { renderGraphiQL } from '@graphql-yoga/render-graphiql';
import { type Plugin, shouldRenderGraphiQL } from 'graphql-yoga';
import { exampleTabs } from '../server/example-tabs.ts';
import { graphqlPath } from './use-routes.ts';

/**
 * Shows GraphiQL to browsers. The page holds all its scripts, fonts and workers, so it works without any network.
 * It is rendered once and kept: nine megabytes are not joined anew for each visit.
 */
export function useGraphiqlPage(): Plugin {
  let page: string | undefined;
  return {
    onRequest({ request, fetchAPI, endResponse }) {
      if (!shouldRenderGraphiQL(request)) return;
      page ??= renderGraphiQL({ title: 'Causeway', endpoint: graphqlPath, defaultTabs: [...exampleTabs] });
      endResponse(new fetchAPI.Response(page, { headers: { 'content-type': 'text/html; charset=utf-8' } }));
    },
  };
}
